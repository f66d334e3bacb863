package scalebook.transactions.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import scalebook.engines.MySql;
import scalebook.engines.Sql;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.outbox.Outbox;
import scalebook.transactions.shop.Order;
import scalebook.transactions.stage.log.Tail;

/**
 * Transactions put events in an outbox, and some commit after later ones. One reader polls {@code
 * place > last}; another one tails the binary log, is killed, and begins again.
 */
public final class TailedOutbox {
  private static final int NEWS = 0; // customers
  private static final int LATE = 1;
  private static final int OTHERS = 2;
  private static final int OTHERS_PER_LATE = 4;

  private final MySql database;
  private final List<Event> written = new ArrayList<>();
  private final int[] numbers = new int[OTHERS + 1];
  private long last;
  private long polled;

  public TailedOutbox(MySql database) throws SQLException {
    this.database = database;
    try (Connection connection = database.connect()) {
      Sql.run(connection, ShopDatabases.statements("everywhere"));
    }
  }

  /**
   * What became of the events.
   *
   * @param late events that the reader that polls has not seen
   * @param skipped events that the tail has not told, before it was killed
   * @param again told once more
   * @param lost events without an effect
   * @param twice effects that happened once more
   */
  public record Found(long late, long skipped, long again, long lost, long twice) {}

  /**
   * So many late transactions before the kill, as many about it, and as many while nobody tails.
   */
  public Found run(Tail tail, Inbox.Applies applies, int rounds) throws Exception {
    tail.start();
    hearNews(tail);
    write(rounds);
    hearNews(tail);
    long late = written.size() - polled;
    long skipped = written.size() - new HashSet<>(heard(tail)).size();
    write(rounds);
    tail.kill();
    write(rounds);
    tail.start();
    hearNews(tail);
    List<Event> heard = heard(tail);
    Inbox inbox = new Inbox(database.dataSource(), (connection, order) -> {}, applies);
    for (Event event : heard) {
      inbox.receive(event);
    }
    long again = heard.size() - new HashSet<>(heard).size();
    try (Connection connection = database.connect()) {
      long effects = Sql.number(connection, "SELECT COUNT(*) FROM effects");
      long once = Sql.number(connection, "SELECT COUNT(DISTINCT customer, number) FROM effects");
      return new Found(late, skipped, again, written.size() - once, effects - once);
    }
  }

  private static List<Event> heard(Tail tail) {
    return tail.heard().stream().filter(event -> event.order().customer() != NEWS).toList();
  }

  /** News is written until some is heard: what was committed before it was told, or is skipped. */
  private void hearNews(Tail tail) throws Exception {
    int first = numbers[NEWS] + 1;
    try (Connection connection = database.connect()) {
      tail.until(
          "news",
          () -> {
            put(connection, NEWS);
            return tail.heard().stream()
                .anyMatch(e -> e.order().customer() == NEWS && e.number() >= first);
          });
    }
  }

  private void write(int rounds) throws SQLException {
    try (Connection connection = database.connect();
        Connection late = database.connect()) {
      poll(connection); // the news
      late.setAutoCommit(false);
      for (int round = 0; round < rounds; round++) {
        written.add(put(late, LATE));
        for (int other = 0; other < OTHERS_PER_LATE; other++) {
          written.add(put(connection, OTHERS));
        }
        poll(connection);
        late.commit();
      }
      poll(connection);
    }
  }

  private Event put(Connection connection, int customer) throws SQLException {
    int number = ++numbers[customer];
    Event event = new Event(number, new Order(number, customer, 1, 1, 1));
    Outbox.put(connection, event);
    return event;
  }

  /** Nobody commits meanwhile: these two see the same rows. */
  private void poll(Connection connection) throws SQLException {
    String above = "SELECT COUNT(*) FROM outbox WHERE place > ? AND customer <> ?";
    polled += Sql.number(connection, above, last, NEWS);
    last = Sql.number(connection, "SELECT MAX(place) FROM outbox");
  }
}
