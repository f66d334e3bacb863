package scalebook.transactions.outbox;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.transactions.shop.Progress;

/**
 * Reads a group's events and acknowledges each after its effect is committed: before the commit, a
 * crash would lose it. After a failure it begins again with the oldest that is not acknowledged, so
 * that order is kept.
 *
 * <p>An event that the database refuses, or one before which another is missing, stops its own
 * customer's only, and not for ever: after some attempts it is set aside.
 */
public final class Consumer {
  private static final Logger LOG = LoggerFactory.getLogger(Consumer.class);
  private static final long AGAIN_MILLIS = 20;
  static final int MOST_ATTEMPTS = 5;

  private final String group;
  private final Events stream;
  private final Receiver receiver;
  private final Progress progress;
  private final Map<Event, Integer> attempts = new HashMap<>();
  private boolean again = true;

  public Consumer(String group, Events stream, Receiver receiver, Progress progress) {
    this.group = group;
    this.stream = stream;
    this.receiver = receiver;
    this.progress = progress;
  }

  /** Reads some; how many milliseconds until the next ones. */
  public long round() throws SQLException {
    boolean old = again;
    again = true; // unless all goes well
    if (old) {
      stream.join(group); // a new one, or a Redis that lost it
    }
    List<Events.Received> events = old ? stream.again(group) : stream.fresh(group);
    boolean stuck = false;
    for (Events.Received received : events) {
      stuck |= !handle(received);
    }
    again = stuck || old && !events.isEmpty();
    return stuck ? AGAIN_MILLIS : 0;
  }

  /** False when it must come again. */
  private boolean handle(Events.Received received) throws SQLException {
    Event event = received.event();
    progress.at("before-effect");
    try {
      Inbox.Receipt receipt = receiver.receive(event);
      if (receipt == Inbox.Receipt.EARLY && !enough(event, "one before it is missing")) {
        return false;
      }
    } catch (SQLNonTransientConnectionException away) {
      throw away;
    } catch (SQLNonTransientException | RuntimeException poison) {
      if (!enough(event, String.valueOf(poison.getMessage()))) {
        return false;
      }
    }
    attempts.remove(event);
    progress.at("after-effect");
    stream.acknowledge(group, received.at());
    progress.at("after-acknowledge");
    return true;
  }

  /** It was tried often enough, and is set aside now. */
  private boolean enough(Event event, String why) throws SQLException {
    if (attempts.merge(event, 1, Integer::sum) < MOST_ATTEMPTS) {
      return false;
    }
    LOG.error("{} is set aside by {}: {}", event, group, why);
    receiver.setAside(event, why);
    return true;
  }
}
