-- KEYS[1] the session; ARGV: prefix of generations, user whose sessions end everywhere (or empty).
redis.call('DEL', KEYS[1])
if ARGV[2] ~= '' then
  redis.call('INCR', ARGV[1] .. ARGV[2]) -- never expires: it is one small number for each user who did this
end
return {}
