package scalebook.transactions.stage.log;

import java.io.IOException;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import scalebook.engines.Dialect;
import scalebook.engines.MySql;
import scalebook.engines.json.Json;
import scalebook.engines.process.Child;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;
import scalebook.lab.Lab;
import scalebook.transactions.log.TailSettings;
import scalebook.transactions.outbox.Event;

/** A process that tails a database's outbox; each one goes on where the one before it ended. */
public final class Tail implements AutoCloseable {
  private static final String MAIN = "scalebook.transactions.log.debezium.DebeziumTail";
  private static final int MEGABYTES = 128;
  private static final int LAST_WORDS = 10;

  private final Lab lab;
  private final Guest guest;
  private final TailSettings settings;
  private final List<Event> heard = Collections.synchronizedList(new ArrayList<>());
  private Child child;

  public Tail(Lab lab, MySql database, boolean keepsPlace) {
    if (lab.dialect() != Dialect.MARIADB) {
      throw new Missing("Debezium tails MariaDB here, and this database is another one");
    }
    this.lab = lab;
    guest = lab.guest("debezium");
    String url = database.url();
    settings =
        new TailSettings(
            database.port(),
            database.user(),
            database.properties().getProperty("password"),
            url.substring(url.lastIndexOf('/') + 1),
            lab.workspace().folder("tail").toString(),
            keepsPlace);
  }

  public void start() throws IOException, ReflectiveOperationException {
    List<String> options = new ArrayList<>(Child.small(MEGABYTES));
    options.addAll(List.of("-cp", guest.pathBeforeOurs()));
    try (URLClassLoader loader = guest.loader()) {
      child =
          Child.jvm(
              "tail",
              lab.workspace().folder("tail").resolve("log"),
              options,
              loader.loadClass(MAIN),
              settings,
              line -> heard.add(Json.read(line, Event.class)));
    }
  }

  /** All that was told, in this order, some of it twice. */
  public List<Event> heard() {
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }

  /** Once this is seen, or the process has failed. */
  public void until(String what, Callable<Boolean> seen) throws Exception {
    Until.seen(
        what,
        () -> {
          if (!child.alive()) {
            throw new IllegalStateException("the tail ended: " + child.logTail(LAST_WORDS));
          }
          return seen.call();
        });
  }

  public void kill() {
    child.kill();
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }
}
