-- How the holder wants the result (the form's delivery.method, else as the channel is).
ALTER TABLE dossier ADD COLUMN delivery TEXT NOT NULL DEFAULT 'online'  -- evidence by the form
  CHECK (delivery IN ('online','counter','post'));
UPDATE dossier SET delivery = 'counter' WHERE channel IN ('counter','post');
