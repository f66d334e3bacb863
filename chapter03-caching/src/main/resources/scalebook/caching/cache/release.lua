-- KEYS[1] the lease; ARGV[1] the token of who wants to give it back. It may have expired, and be another's by now.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
