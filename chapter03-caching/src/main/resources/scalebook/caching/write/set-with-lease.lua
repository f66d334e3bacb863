-- KEYS: the entry, its lease; ARGV: the reader's token, the entry, ms to keep it.
-- A writer took the lease away if there was one since the reader looked: then what it read is old.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1
