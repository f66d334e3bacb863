-- KEYS[1] the session; ARGV: time to live in ms, prefix of the users' generations.
-- Answers the session's fields, none when there is no such session.
local fields = redis.call('HGETALL', KEYS[1])
if #fields == 0 then return fields end
local session = {}
for i = 1, #fields, 2 do session[fields[i]] = fields[i + 1] end
if session.user then
  local generation = redis.call('GET', ARGV[2] .. session.user) or '0'
  if session.generation ~= generation then -- logged out everywhere since
    redis.call('DEL', KEYS[1])
    return {}
  end
end
-- Sliding expiry without a write on each read: only when half of the time is gone.
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) / 2 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return fields
