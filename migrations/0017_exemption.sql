-- Who need not pay, in the third language of the pages.
ALTER TABLE exemption ADD COLUMN title_bn TEXT NOT NULL DEFAULT '';
