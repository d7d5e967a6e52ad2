Story: Each flagship procedure goes from filing to a handed-over, verified result

The clock stands at 2026-11-24T09:00.

# A marriage: both come, the same day.
citizen files 1.000894 with forms/1.000894.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-11-24T17:00.
pdfsig and openssl agree for citizen.

# Marital status, with two past marriages.
citizen files 1.004873 with forms/1.004873.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-11-27T17:00.
pdfsig and openssl agree for citizen.

# A death.
citizen uploads birth-certificate.jpg as death_notice.
citizen files 1.000656 with forms/1.000656.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-11-24T17:00.
pdfsig and openssl agree for citizen.

# A household business of a family.
citizen uploads birth-certificate.jpg as family_mandate.
citizen files 1.001612 with forms/1.001612.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-11-27T17:00.
pdfsig and openssl agree for citizen.

# Food safety, fifteen days.
citizen uploads birth-certificate.jpg as facility_description.
citizen files 2.001827 with forms/2.001827.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-12-09T17:00.
pdfsig and openssl agree for citizen.

# A house online: twenty days.
citizen files 1.013225 with forms/1.013225.json but is refused at papers.drawings.
citizen uploads birth-certificate.jpg as land_paper.
citizen uploads birth-certificate.jpg as drawings.
citizen uploads birth-certificate.jpg as neighbour_safety.
citizen files 1.013225 with forms/1.013225.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-12-14T17:00.
pdfsig and openssl agree for citizen.

# The same house in person: fifteen days.
receptionist.halong uploads birth-certificate.jpg as land_paper.
receptionist.halong uploads birth-certificate.jpg as drawings.
receptionist.halong uploads birth-certificate.jpg as neighbour_safety.
receptionist.halong files 1.013225 with forms/1.013225.json by counter.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-12-09T17:00.
pdfsig and openssl agree for citizen.

# Certified copies, at the counter alone.
citizen files 2.000815 with forms/2.000815.json but is refused at channel.
receptionist.halong uploads birth-certificate.jpg as original.
receptionist.halong files 2.000815 with forms/2.000815.json by counter.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-11-24T17:00.
pdfsig and openssl agree for citizen.

# A poor household, at the counter.
citizen files 1.011607 with forms/1.011607.json but is refused at channel.
receptionist.halong uploads birth-certificate.jpg as request.
receptionist.halong files 1.011607 with forms/1.011607.json by counter.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-12-09T17:00.
pdfsig and openssl agree for citizen.

# An extract received after 15:00: the next working day.
370 minutes pass.
citizen files 2.000635 with forms/2.000635.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.
It is due at 2026-11-25T17:00.
pdfsig and openssl agree for citizen.

Everything verifies.
