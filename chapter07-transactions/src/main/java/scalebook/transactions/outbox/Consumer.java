package scalebook.transactions.outbox;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;

/**
 * Reads a group's events and acknowledges each after its effect is committed: before the commit, a
 * crash would lose it. After a failure it begins again with the oldest that is not acknowledged, so
 * that order is kept.
 */
public final class Consumer extends Background {
  private static final Logger LOG = LoggerFactory.getLogger(Consumer.class);
  private static final long EARLY_MILLIS = 20;

  private final String group;
  private final EventStream stream;
  private final Inbox inbox;
  private final Progress progress;
  private final AtomicLong seenBefore = new AtomicLong();
  private boolean again = true;

  Consumer(String group, EventStream stream, Inbox inbox, Progress progress) {
    super("consumer-" + group);
    this.group = group;
    this.stream = stream;
    this.inbox = inbox;
    this.progress = progress;
  }

  @Override
  long round() throws Exception {
    boolean old = again;
    again = true; // unless all goes well
    if (old) {
      stream.join(group); // a new one, or a Redis that lost it
    }
    List<EventStream.Received> events = old ? stream.again(group) : stream.fresh(group);
    for (EventStream.Received received : events) {
      if (!handle(received)) {
        return EARLY_MILLIS;
      }
    }
    again = old && !events.isEmpty();
    return 0;
  }

  private boolean handle(EventStream.Received received) throws SQLException {
    progress.at("before-effect");
    try {
      Inbox.Receipt receipt = inbox.receive(received.event());
      if (receipt == Inbox.Receipt.EARLY) {
        return false;
      }
      seenBefore.addAndGet(receipt == Inbox.Receipt.SEEN ? 1 : 0);
    } catch (Refused cannotHappen) {
      LOG.error("an event cannot be refused any more: {}", received.event(), cannotHappen);
      return false;
    }
    progress.at("after-effect");
    stream.acknowledge(group, received.at());
    progress.at("after-acknowledge");
    return true;
  }

  /** Events that came again, and changed nothing. */
  public long seenBefore() {
    return seenBefore.get();
  }
}
