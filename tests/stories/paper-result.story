Story: A result on paper is scanned, signed and put in the person's store, and asked for no more

The clock stands at 2026-11-24T09:00.
receptionist.halong finds Nguyễn Thị Minh An at the counter by citizen.
receptionist.halong uploads birth-certificate.jpg as result.
receptionist.halong puts it in the store of the person there as KQ.NONE, number 12/2010 of 05/04/2010, and gets 422.
receptionist.halong puts it in the store of the person there as KQ.G15.000031, number 12/2010 of 05/04/2090, and gets 422.
receptionist.halong puts it in the store of the person there as KQ.G15.000031, number 12/2010 of 05/04/2010, and gets 201.
receptionist.halong puts it in the store of the person there as KQ.G15.000031, number 12/2010 of 05/04/2010, and gets 409.

# It is the person's own to see and to use.
citizen asks for /documents and gets 200.
The reply says "12/2010".
The reply says "digitised".
citizen2 asks for /documents and gets 200.
The reply does not say "12/2010".

# Somebody without an account has a store as well.
receptionist.halong registers Phạm Thị Lụa at the counter with number 022161000777, phone 0987000777, and gets 201.
receptionist.halong uploads birth-certificate.jpg as result.
receptionist.halong puts it in the store of the person there as KQ.G15.000032, number 7/1984 of 01/02/1984, and gets 201.
Everything verifies.
