-- KEYS[1]; ARGV: an entry as DUMP writes it, and for how long nobody will have read it at the end of the trace.
-- Redis's clock for LRU ticks once a second, and a replay is over in a few: so the read itself says when it was.
local hit = redis.call('EXISTS', KEYS[1])
redis.call('RESTORE', KEYS[1], 0, ARGV[1], 'REPLACE', 'IDLETIME', ARGV[2])
return hit
