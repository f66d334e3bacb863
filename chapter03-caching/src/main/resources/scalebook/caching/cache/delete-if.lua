-- KEYS[1] what is to go; ARGV[1] what it must hold: a lease may have expired, and be another's by now.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
