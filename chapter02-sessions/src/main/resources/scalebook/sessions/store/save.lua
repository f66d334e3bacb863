-- KEYS[1] the session; ARGV: time to live in ms, prefix of generations, 1 when the session is new, counter, by, …
-- Answers the session's fields; none when it was ended meanwhile, and then nothing is written:
-- a late save must not bring a session back to life.
local new = ARGV[3] == '1'
if not new and redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local user = redis.call('HGET', KEYS[1], 'user')
if user and redis.call('HGET', KEYS[1], 'generation') ~= (redis.call('GET', ARGV[2] .. user) or '0') then
  return {} -- logged out everywhere
end
redis.call('HINCRBY', KEYS[1], 'version', 1) -- for who keeps a copy: see HybridSessions
for i = 4, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], '#' .. ARGV[i], ARGV[i + 1]) end
if new then
  redis.call('HSET', KEYS[1], 'since', redis.call('TIME')[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return redis.call('HGETALL', KEYS[1])
