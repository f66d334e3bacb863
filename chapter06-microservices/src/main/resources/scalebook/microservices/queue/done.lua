-- KEYS: stream, where the client waits, how many were taken over. ARGV: group, entry, result,
-- seconds that a result is kept, 1 for a job that was taken over.
-- Acknowledged and gone, and only the first one who says so tells the client.
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  redis.call('XDEL', KEYS[1], ARGV[2])
  redis.call('LPUSH', KEYS[2], ARGV[3])
  redis.call('EXPIRE', KEYS[2], ARGV[4])
  redis.call('INCRBY', KEYS[3], ARGV[5])
  return 1
end
return 0
