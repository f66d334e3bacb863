package scalebook.transactions.outbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamGroupInfo;
import scalebook.engines.json.Json;

/** Events in a Redis stream. */
public final class EventStream implements Events {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final String KEY = "orders";
  private static final String UNREADABLE = KEY + "-unreadable";
  private static final String FIELD = "event";
  private static final String CONSUMER = "one";
  private static final int BATCH = 50;
  private static final int BLOCK_MILLIS = 200;

  /** A stream is a queue, and has a bound: a relay waits when consumers do not keep up. */
  private static final long MOST_EVENTS = 20_000;

  private final RedisClient redis;

  public EventStream(RedisClient redis) {
    this.redis = redis;
  }

  @Override
  public void add(Event event) {
    redis.xadd(KEY, Map.of(FIELD, Json.text(event)), XAddParams.xAddParams());
  }

  public long length() {
    return redis.xlen(KEY);
  }

  @Override
  public boolean full() {
    return length() >= MOST_EVENTS;
  }

  @Override
  public void join(String group) {
    try {
      redis.xgroupCreate(KEY, group, new StreamEntryID(0, 0), true);
    } catch (JedisDataException exists) {
      if (!exists.getMessage().startsWith("BUSYGROUP")) {
        throw exists;
      }
    }
  }

  @Override
  public List<Received> again(String group) {
    return read(group, new StreamEntryID(0, 0), XReadGroupParams.xReadGroupParams().count(BATCH));
  }

  @Override
  public List<Received> fresh(String group) {
    return read(
        group,
        StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY,
        XReadGroupParams.xReadGroupParams().count(BATCH).block(BLOCK_MILLIS));
  }

  private List<Received> read(String group, StreamEntryID from, XReadGroupParams how) {
    Map<String, List<StreamEntry>> read =
        redis.xreadGroupAsMap(group, CONSUMER, how, Map.of(KEY, from));
    return read == null
        ? List.of()
        : read.getOrDefault(KEY, List.of()).stream().flatMap(e -> readable(group, e)).toList();
  }

  /** An unreadable entry blocks nobody: it is put aside unchanged. */
  private Stream<Received> readable(String group, StreamEntry entry) {
    try {
      return Stream.of(new Received(entry.getID().toString(), event(entry)));
    } catch (RuntimeException noEvent) {
      LOG.error("{} is no event: see {}", entry, UNREADABLE, noEvent);
      redis.xadd(UNREADABLE, entry.getFields(), XAddParams.xAddParams().maxLen(MOST_EVENTS));
      acknowledge(group, entry.getID().toString());
      return Stream.empty();
    }
  }

  private static Event event(StreamEntry entry) {
    return Json.read(entry.getFields().get(FIELD), Event.class);
  }

  /** All that is still there, in the order in which every consumer reads it. */
  public List<Event> all() {
    return redis.xrange(KEY, "-", "+").stream().map(EventStream::event).toList();
  }

  @Override
  public void acknowledge(String group, String at) {
    redis.xack(KEY, group, new StreamEntryID(at));
  }

  private Stream<StreamGroupInfo> infos(List<String> groups) {
    return redis.xinfoGroups(KEY).stream().filter(group -> groups.contains(group.getName()));
  }

  @Override
  public boolean drained(List<String> groups) {
    if (length() == 0) {
      return true;
    }
    StreamEntryID last = redis.xinfoStream(KEY).getLastGeneratedId();
    return infos(groups)
            .filter(group -> group.getPending() == 0)
            .filter(group -> group.getLastDeliveredId().compareTo(last) >= 0)
            .count()
        == groups.size();
  }

  @Override
  public void trim(List<String> groups) {
    Optional<StreamEntryID> oldest =
        infos(groups)
            .map(
                group ->
                    group.getPending() > 0
                        ? redis.xpending(KEY, group.getName()).getMinId()
                        : group.getLastDeliveredId())
            .min(StreamEntryID::compareTo);
    oldest.ifPresent(id -> redis.xtrim(KEY, XTrimParams.xTrimParams().minId(id.toString())));
  }

  @Override
  public void close() {
    redis.close();
  }
}
