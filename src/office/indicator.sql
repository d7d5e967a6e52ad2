-- indicator: dated points and thresholds of the index.

-- index_components(day int) many
SELECT code, points, threshold FROM index_component i
 WHERE valid_from <= :day
   AND NOT EXISTS (SELECT 1 FROM index_component later WHERE later.code = i.code
                      AND later.valid_from <= :day AND later.valid_from > i.valid_from)
 ORDER BY code;
