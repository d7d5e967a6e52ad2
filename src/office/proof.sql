-- proof: proofs of filing.

-- proof_filing(dossier int) one
SELECT id, hash FROM event WHERE dossier_id = :dossier AND seq = 1;

-- proof_row(dossier int) one
SELECT blob, sha256, size, created_at FROM filing_proof WHERE dossier_id = :dossier;

-- proof_insert(id int, dossier int, event int, blob text, sha256 bytes, size int, now int) exec
INSERT INTO filing_proof (id, dossier_id, event_id, blob, sha256, size, created_at)
VALUES (:id, :dossier, :event, :blob, :sha256, :size, :now)
ON CONFLICT DO NOTHING;
