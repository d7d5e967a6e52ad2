Story: No time limit entered: no due date, and that is what is shown

citizen files 1.000080 with derived.json.
It has no due date yet.
citizen looks at the page /dossiers/CODE.
The reply says "fixed at reception".
receptionist.halong receives the dossier.
It has no due date yet.
citizen looks at the page /dossiers/CODE.
The reply says "no time limit entered".
The reply does not say "fixed at reception".
citizen looks at the page /dossiers?view=mine.
The reply says "no time limit entered".
The reply does not say "fixed at reception".
appraiser.halong looks at the page /dossiers?view=desk.
The reply says "no time limit entered".
The reply does not say "fixed at reception".
