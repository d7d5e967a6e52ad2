-- verify_ruling: what decisions did to dossiers.

-- verify_erasure(dossier int, ruling int) one (n int, texts int)
SELECT CAST((SELECT COUNT(*) FROM ruling_item i JOIN ruling r ON r.id = i.ruling_id
              WHERE i.dossier_id = :dossier AND i.ruling_id = :ruling AND i.outcome = 'done'
                AND r.kind = 'erase' AND r.approved_by IS NOT NULL) AS BIGINT) AS n,
       CAST((SELECT COUNT(*) FROM dossier_form WHERE dossier_id = :dossier)
          + (SELECT COUNT(*) FROM form_revision WHERE dossier_id = :dossier) AS BIGINT) AS texts;

-- verify_redate(dossier int, number text, due int, at int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM ruling_item i JOIN ruling r ON r.id = i.ruling_id
 WHERE i.dossier_id = :dossier AND r.number = :number AND r.kind = 'redate' AND i.outcome = 'done'
   AND i.new_due = :due AND r.approved_at <= :at;

-- verify_erased_by(ruling int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM dossier WHERE erased_by = :ruling;
