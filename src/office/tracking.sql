-- tracking: codes by which dossiers are followed.

-- tracking_put(dossier int, mac bytes, now int, by_ int?) exec
INSERT INTO tracking (dossier_id, mac, made_at, made_by) VALUES (:dossier, :mac, :now, :by_)
  ON CONFLICT (dossier_id) DO UPDATE
  SET mac = excluded.mac, made_at = excluded.made_at, made_by = excluded.made_by;

-- tracking_of(number text) one
SELECT d.id, t.mac FROM dossier d JOIN tracking t ON t.dossier_id = d.id WHERE d.code = :number;
