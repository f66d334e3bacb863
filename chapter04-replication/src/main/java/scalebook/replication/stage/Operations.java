package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.router.Session;

/**
 * Single operations on registers (the accounts) and lists, at the primary of today, or at a node
 * that the caller takes for the primary of an epoch.
 */
final class Operations implements AutoCloseable {
  static final String PRIMARY = "primary";
  private static final int MOST_ROUTERS = 6;
  private static final long PATIENCE_MILLIS = 200;
  private static final String APPEND =
      "INSERT INTO lists (id, items) VALUES (?, ?)"
          + " ON DUPLICATE KEY UPDATE items = CONCAT(items, ' ', ?)";
  private static final String ITEMS = "SELECT items FROM lists WHERE id = ?";
  private static final String CAS = "UPDATE accounts SET cents = ? WHERE id = ? AND cents = ?";

  private final Cluster cluster;
  private final Map<String, Router> pinned =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Router> eldest) {
          if (size() <= MOST_ROUTERS) {
            return false;
          }
          Tasks.daemon("old-router", eldest.getValue()::close).start();
          return true;
        }
      };

  Operations(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * How it went.
   *
   * @param outcome {@code ok}; {@code refused}: it was not done; {@code unknown}: perhaps
   * @param seen what was read
   * @param token of the session, for its next call
   */
  record Done(
      String outcome, List<String> seen, String node, long epoch, String token, String why) {
    private static Done of(String outcome, Router at, List<String> seen, String why) {
      return new Done(outcome, seen, at.primaryName(), at.epoch(), "", why);
    }
  }

  /** {@code primary} is whoever the clients take for it, in any epoch. */
  private Router router(String node, long epoch) {
    if (node.equals(PRIMARY)) {
      return cluster.router();
    }
    if (!Topology.NAMES.contains(node)) {
      throw new IllegalArgumentException("there is no " + node);
    }
    synchronized (pinned) {
      return pinned.computeIfAbsent(
          node + " " + epoch, new_ -> cluster.clientOf(node, epoch).patience(PATIENCE_MILLIS));
    }
  }

  private Done change(Router at, Sql.Work<Boolean> work) {
    try {
      Router.Written<Boolean> written = at.write(work);
      String outcome = written.result() ? "ok" : "refused";
      return new Done(outcome, List.of(), written.node(), written.epoch(), "", "");
    } catch (SQLException e) {
      return Done.of(Router.refused(e) ? "refused" : "unknown", at, List.of(), e.getMessage());
    }
  }

  private Done look(Router at, Sql.Work<List<String>> work) {
    try {
      return Done.of("ok", at, at.session(Reads.PRIMARY).read(work), "");
    } catch (SQLException e) {
      return Done.of("unknown", at, List.of(), e.getMessage());
    }
  }

  private static List<String> register(Connection connection, int key) throws SQLException {
    return List.of(String.valueOf(Accounts.balance(connection, key)));
  }

  private static List<String> items(Connection connection, int key) throws SQLException {
    return Sql.first(connection, row -> row.getString(1), ITEMS, key).stream()
        .flatMap(all -> Stream.of(all.split(" ")))
        .toList();
  }

  Done read(String node, long epoch, int key) {
    return look(router(node, epoch), c -> register(c, key));
  }

  Done list(String node, long epoch, int key) {
    return look(router(node, epoch), c -> items(c, key));
  }

  Done write(String node, long epoch, int key, long value) {
    return change(router(node, epoch), c -> Accounts.set(c, key, value));
  }

  Done cas(String node, long epoch, int key, long expected, long value) {
    return change(router(node, epoch), c -> Sql.change(c, CAS, value, key, expected) == 1);
  }

  /** {@code value} is appended once: it is the operation's own. */
  Done append(String node, long epoch, int key, long value) {
    String item = String.valueOf(value);
    return change(router(node, epoch), c -> Sql.change(c, APPEND, key, item, item) > 0);
  }

  /** What a copy has, past all gates and wires. */
  List<String> copy(String node, int key) throws SQLException {
    return cluster.topology().read(node, c -> register(c, key));
  }

  private interface InSession {
    List<String> run(Session session) throws SQLException;
  }

  private Done session(String token, InSession work) {
    Router router = cluster.router();
    Session session = router.session(Reads.OWN);
    session.at(cluster.topology().dialect().parse(token));
    try {
      List<String> seen = work.run(session);
      return new Done("ok", seen, router.primaryName(), router.epoch(), session.token().text(), "");
    } catch (SQLException e) {
      return new Done(
          "unknown", List.of(), router.primaryName(), router.epoch(), token, e.getMessage());
    }
  }

  /** In the session with this token, anywhere. */
  Done readOwn(int key, String token) {
    return session(token, session -> session.read(c -> register(c, key)));
  }

  Done writeOwn(int key, long value, String token) {
    return session(
        token,
        session -> {
          session.write(c -> Accounts.set(c, key, value));
          return List.of();
        });
  }

  @Override
  public void close() {
    synchronized (pinned) {
      pinned.values().forEach(Router::close);
    }
  }
}
