-- store: the person's papers.

-- stored_insert(id int, public_id text, person int, type text, title text, origin text, issuer text?, number text?,
--   issued_day int?, last_day int?, dossier int?, seq int, copy int?, ordinal int, blob text, sha256 bytes, size int,
--   media_type text, name text, at int) exec
INSERT INTO stored_paper (id, public_id, person_id, type, title, origin, issuer, number, issued_day,
                          last_day, dossier_id, seq, copy_id, ordinal, blob, sha256, size, media_type, name,
                          stored_at)
VALUES (:id, :public_id, :person, :type, :title, :origin, :issuer, :number, :issued_day, :last_day,
        :dossier, :seq, :copy, :ordinal, :blob, :sha256, :size, :media_type, :name, :at)
ON CONFLICT (person_id, type, sha256) DO NOTHING;

-- stored_end_result(dossier int, at int, by text) exec
UPDATE stored_paper SET ended_at = :at, ended_by = :by
 WHERE dossier_id = :dossier AND ordinal = 0 AND ended_at IS NULL;

-- stored_received(dossier int) many
SELECT d.ordinal, d.component, p.blob, p.sha256, p.size, p.media_type, p.name, k.seq AS signed_seq
  FROM dossier_paper d
  JOIN paper p ON p.id = d.paper_id
  LEFT JOIN digitised_copy k ON k.dossier_id = d.dossier_id AND k.ordinal = d.ordinal
 WHERE d.dossier_id = :dossier AND d.stored IS NULL ORDER BY d.ordinal;

-- stored_digitised(dossier int, ordinal int) exec
UPDATE stored_paper SET origin = 'digitised'
 WHERE dossier_id = :dossier AND ordinal = :ordinal AND origin = 'received';

-- stored_same(person int, type text, sha256 bytes) one
SELECT public_id FROM stored_paper
 WHERE person_id = :person AND type = :type AND sha256 = :sha256;

-- stored_result(dossier int) one
SELECT blob, sha256, size, number, number_day FROM result
 WHERE dossier_id = :dossier AND number IS NOT NULL ORDER BY revision DESC LIMIT 1;

-- stored_whole part
SELECT s.id, s.public_id, s.person_id, s.type, s.title, s.origin, s.issuer, s.number, s.issued_day,
       s.last_day, s.dossier_id, s.seq, s.ordinal, s.blob, s.sha256, s.size, s.media_type, s.name,
       s.stored_at, s.ended_at, s.ended_by, d.code
  FROM stored_paper s LEFT JOIN dossier d ON d.id = s.dossier_id;

-- stored_by_id(id int) one
@stored_whole WHERE s.id = :id;

-- stored_by_public_id(public_id text) one
@stored_whole WHERE s.public_id = :public_id;

-- stored_held(person int, day int, most int) many
@stored_whole WHERE s.person_id = :person AND s.ended_at IS NULL
   AND (s.last_day IS NULL OR s.last_day >= :day)
 ORDER BY s.id DESC LIMIT :most;

-- stored_list(person int, before int, most int) many
@stored_whole WHERE s.person_id = :person AND s.id < :before ORDER BY s.id DESC LIMIT :most;

-- paper_taken(owner int, stored int) one
SELECT id, public_id FROM paper WHERE owner_id = :owner AND stored_id = :stored
 ORDER BY id LIMIT 1;

-- paper_take(id int, public_id text, owner int, stored int, blob text, sha256 bytes, size int, media_type text,
--   name text, at int) exec
INSERT INTO paper (id, public_id, owner_id, stored_id, blob, sha256, size, media_type, name,
                   uploaded_at)
VALUES (:id, :public_id, :owner, :stored, :blob, :sha256, :size, :media_type, :name, :at);
