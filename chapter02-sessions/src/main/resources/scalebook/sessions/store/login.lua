-- KEYS: the old session, the new one; ARGV: time to live in ms, prefix of generations, user, 1 when there was no old one,
-- counter, by …
-- What the visitor had collected goes along; the old name is worth nothing any more (fixation).
if ARGV[4] ~= '1' and redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local before = redis.call('HGET', KEYS[1], 'user')
if before and before ~= ARGV[3] then
  redis.call('DEL', KEYS[1]) -- the cart of the one is not the cart of the other
elseif ARGV[4] ~= '1' then
  redis.call('RENAME', KEYS[1], KEYS[2])
end
local generation = redis.call('GET', ARGV[2] .. ARGV[3]) or '0'
redis.call('HINCRBY', KEYS[2], 'version', 1)
redis.call('HSET', KEYS[2], 'user', ARGV[3], 'generation', generation)
for i = 5, #ARGV, 2 do redis.call('HINCRBY', KEYS[2], '#' .. ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return redis.call('HGETALL', KEYS[2])
