-- KEYS[1] the session; ARGV: time to live in ms, 1 when the session is new, counter, by, counter, by …
-- Answers the session's fields; none when it was ended meanwhile, and then nothing is written:
-- a late save must not bring a session back to life.
if ARGV[2] ~= '1' and redis.call('EXISTS', KEYS[1]) == 0 then return {} end
for i = 3, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], '#' .. ARGV[i], ARGV[i + 1]) end
if ARGV[2] == '1' then
  redis.call('HSET', KEYS[1], 'since', redis.call('TIME')[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return redis.call('HGETALL', KEYS[1])
