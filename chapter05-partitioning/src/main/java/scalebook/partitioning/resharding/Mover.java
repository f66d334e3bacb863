package scalebook.partitioning.resharding;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.store.Directory;
import scalebook.partitioning.store.Lease;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

/**
 * Moves slots from one shard to another while both are used. Its state is in the directory, so that
 * after it was killed anywhere another one goes on; every step can be done twice. One that only
 * seemed to be dead is refused when it wakes up.
 */
public final class Mover {
  private static final int MOST_DEADLOCKS = 20;
  private static final int CHUNK = 500;
  private static final int FEW = 20;
  private static final int MOST_ROUNDS = 1_000;
  private static final int LOCK_WAIT_SECONDS = 2;

  private final Directory directory;
  private final List<Shard> shards;
  private final Crash crash;

  /** When this mover saw a move for the first time. */
  private final Map<Integer, Long> seen = new HashMap<>();

  private Term term;

  /** A move, its step, and the last id that was copied. */
  private record State(
      int id, Shard source, Shard target, List<Integer> slots, Step step, long copied) {
    String in() {
      return slots.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }
  }

  /** The two sides differ: nothing was switched, and the move can be rolled back or tried again. */
  public static final class Differs extends SQLException {
    private static final long serialVersionUID = 1;

    Differs(String message) {
      super(message);
    }
  }

  public Mover(Places places, Crash crash) {
    this.directory = places.directory();
    this.shards = places.shards();
    this.crash = crash;
  }

  /** Writes down what is to be done; nothing while an earlier plan is not finished. */
  public void plan(List<MovePlan.Move> moves) throws SQLException {
    Term.alone(
        directory,
        connection -> {
          if (next(connection) == null) {
            insert(connection, moves);
          }
        });
  }

  private static void insert(Connection connection, List<MovePlan.Move> moves) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO moves SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, 0 FROM moves")) {
      for (MovePlan.Move move : moves) {
        insert.setInt(1, move.source());
        insert.setInt(2, move.target());
        insert.setString(
            3, move.slots().stream().map(String::valueOf).collect(Collectors.joining(",")));
        insert.setString(4, Step.PLANNED.name());
        insert.executeUpdate();
      }
    }
  }

  /** Goes on with what was planned until all of it is done. */
  public void run() throws SQLException {
    untilDone(this::advance);
  }

  /** What is done with a move, some or all of it. */
  @FunctionalInterface
  private interface Work {
    void on(State state) throws SQLException;
  }

  private void untilDone(Work work) throws SQLException {
    term = Term.next(directory);
    int deadlocks = 0;
    for (State state = next(); state != null; state = next()) {
      try {
        term.reach(state.source.database());
        term.reach(state.target.database());
        work.on(state);
      } catch (SQLException e) { // a deadlock's victim goes on as a successor would
        if (!Shard.deadlock(e) || ++deadlocks > MOST_DEADLOCKS) {
          throw e;
        }
      }
    }
  }

  private State next() throws SQLException {
    try (Connection connection = directory.database().getConnection()) {
      return next(connection);
    }
  }

  private State next(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, source, target, slots, step, copied FROM moves"
                    + " WHERE step <> 'DONE' ORDER BY id")) {
      State first = null;
      while (row.next()) {
        seen.putIfAbsent(row.getInt(1), System.nanoTime());
        first = first == null ? state(row) : first;
      }
      return first;
    }
  }

  private State state(ResultSet row) throws SQLException {
    return new State(
        row.getInt(1),
        shards.get(row.getInt(2)),
        shards.get(row.getInt(3)),
        Stream.of(row.getString(4).split(",")).map(Integer::valueOf).toList(),
        Step.valueOf(row.getString(5)),
        row.getLong(6));
  }

  /** Until nobody has a lease from before the plan. All of a plan's moves wait at the same time. */
  private void outliveLeases(State state) throws SQLException {
    try {
      long over = seen.get(state.id) + Lease.SURELY_OVER_NANOS;
      TimeUnit.NANOSECONDS.sleep(over - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while leases were out", e);
    }
  }

  private void advance(State state) throws SQLException {
    crash.at("before-" + state.step);
    switch (state.step) {
      case PLANNED -> {
        writeDownChanges(state);
        clear(state.target, state);
        step(state, Step.COPYING);
      }
      case COPYING -> copy(state);
      case CATCHING_UP -> {
        outliveLeases(state);
        for (int round = 0; bringChanges(state) > FEW && round < MOST_ROUNDS; round++) {
          crash.at("between-catch-up-rounds");
        }
        step(state, Step.FENCED);
      }
      case FENCED -> {
        mark(state.source, state, Shard.FENCED);
        crash.at("after-fence");
        while (bringChanges(state) > 0) {
          crash.at("between-last-changes");
        }
        compare(state);
        step(state, Step.RELEASED);
      }
      case RELEASED -> {
        mark(state.source, state, Shard.RELEASED);
        crash.at("after-release");
        decide(state);
      }
      case SWITCHED -> {
        mark(state.target, state, Shard.OWNED);
        step(state, Step.DELETING);
      }
      case DELETING -> {
        stopWritingDown(state.source);
        clear(state.source, state);
        step(state, Step.DONE);
      }
      case DONE -> {
        // next() does not bring it
      }
    }
    crash.at("after-" + state.step);
  }

  /** Back to where it was; only before the map has changed. */
  public void rollBack() throws SQLException {
    untilDone(this::undo);
  }

  private void undo(State state) throws SQLException {
    if (state.step.compareTo(Step.SWITCHED) >= 0) {
      throw new SQLException("move " + state.id + " is " + state.step + ": it can only go on");
    }
    if (state.step.compareTo(Step.FENCED) >= 0) {
      mark(state.source, state, Shard.OWNED);
    }
    stopWritingDown(state.source);
    clear(state.target, state);
    step(state, Step.DONE);
  }

  private void step(State state, Step to) throws SQLException {
    term.change(directory.database(), connection -> step(connection, state, to));
  }

  private static void step(Connection connection, State state, Step to) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE moves SET step = ? WHERE id = ?")) {
      update.setString(1, to.name());
      update.setInt(2, state.id);
      update.executeUpdate();
    }
  }

  /** From now on the source notes the id of every row that changes, in the same transaction. */
  private void writeDownChanges(State state) throws SQLException {
    stopWritingDown(state.source);
    execute(
        state.source,
        trigger("note_insert", "INSERT", "NEW", state),
        trigger("note_update", "UPDATE", "NEW", state),
        trigger("note_delete", "DELETE", "OLD", state));
  }

  private static String trigger(String name, String event, String row, State state) {
    return "CREATE TRIGGER %s AFTER %s ON orders FOR EACH ROW INSERT INTO changes (id) SELECT %s.id FROM DUAL WHERE %s.slot IN %s"
        .formatted(name, event, row, row, state.in());
  }

  private void stopWritingDown(Shard source) throws SQLException {
    execute(
        source,
        "DROP TRIGGER IF EXISTS note_insert",
        "DROP TRIGGER IF EXISTS note_update",
        "DROP TRIGGER IF EXISTS note_delete",
        "DELETE FROM changes");
  }

  private void execute(Shard shard, String... statements) throws SQLException {
    term.check(shard.database());
    try (Connection connection = shard.database().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** In chunks by id; how far it has come is on disk, so that a successor need not begin again. */
  private void copy(State state) throws SQLException {
    long last = state.copied;
    while (true) {
      List<Long> ids = new ArrayList<>();
      try (Connection connection = state.source.database().getConnection();
          PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id FROM orders WHERE slot IN "
                      + state.in()
                      + " AND id > ? ORDER BY id LIMIT "
                      + CHUNK)) {
        select.setLong(1, last);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            ids.add(row.getLong(1));
          }
        }
      }
      if (ids.isEmpty()) {
        step(state, Step.CATCHING_UP);
        return;
      }
      bring(state, ids);
      last = ids.get(ids.size() - 1);
      crash.at("after-chunk");
      copied(state, last);
    }
  }

  private void copied(State state, long last) throws SQLException {
    term.change(
        directory.database(),
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE moves SET copied = ? WHERE id = ?")) {
            update.setLong(1, last);
            update.setInt(2, state.id);
            update.executeUpdate();
          }
        });
  }

  /**
   * Brings these rows as they are at the source now, also when that is: gone.
   *
   * <p>The source's rows are read under a lock that waits for writers: an older state must not come
   * after a newer one.
   */
  private void bring(State state, List<Long> ids) throws SQLException {
    String in = ids.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    String rows = " FROM orders WHERE id IN " + in + " AND slot IN " + state.in();
    try (Connection source = state.source.database().getConnection()) {
      source.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED); // no locks on gaps
      source.setAutoCommit(false);
      try (Statement select = source.createStatement();
          ResultSet row =
              select.executeQuery(
                  "SELECT id, slot, customer, cents, version" + rows + " LOCK IN SHARE MODE")) {
        term.change(state.target.database(), target -> replace(target, "DELETE" + rows, row));
      } finally {
        source.rollback();
        source.setAutoCommit(true);
      }
    }
  }

  private static void replace(Connection target, String delete, ResultSet row) throws SQLException {
    try (Statement statement = target.createStatement();
        PreparedStatement insert =
            target.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?, ?)")) {
      statement.executeUpdate(delete);
      while (row.next()) {
        for (int column = 1; column <= 5; column++) {
          insert.setLong(column, row.getLong(column));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * Brings what has changed, and forgets exactly the notes that it has seen: one with a lower
   * number may be committed later.
   */
  private int bringChanges(State state) throws SQLException {
    List<Long> notes = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    try (Connection connection = state.source.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT seq, id FROM changes ORDER BY seq LIMIT " + CHUNK)) {
      while (row.next()) {
        notes.add(row.getLong(1));
        ids.add(row.getLong(2));
      }
    }
    if (!ids.isEmpty()) {
      bring(state, ids.stream().distinct().toList());
      crash.at("before-notes-are-forgotten");
      execute(
          state.source,
          "DELETE FROM changes WHERE seq IN "
              + notes.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")")));
    }
    return ids.size();
  }

  /** Waits for the writers that hold the slots, for a bounded time. */
  private void mark(Shard shard, State state, int to) throws SQLException {
    String rows =
        state.slots.stream()
            .map(slot -> "(" + slot + "," + to + ")")
            .collect(Collectors.joining(","));
    term.change(
        shard.database(),
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION innodb_lock_wait_timeout = " + LOCK_WAIT_SECONDS);
            statement.executeUpdate(
                "INSERT INTO slots VALUES " + rows + " ON DUPLICATE KEY UPDATE state = " + to);
          }
        });
  }

  /** The point of no return: the new map, and that this move made it, in one transaction. */
  private void decide(State state) throws SQLException {
    term.change(
        directory.database(),
        connection -> {
          ShardMap now = Directory.newest(connection);
          Directory.save(connection, now.moved(state.slots, state.target.number()));
          step(connection, state, Step.SWITCHED);
          crash.at("before-decision");
        });
  }

  private void compare(State state) throws SQLException {
    String source = checksum(state.source, state.in());
    String target = checksum(state.target, state.in());
    if (!source.equals(target)) {
      term.check(state.source.database()); // if it is not ours any more, no wonder
      throw new Differs("source has %s, target %s".formatted(source, target));
    }
  }

  /** Rows and a sum over all their columns: the same on both sides, or something is missing. */
  static String checksum(Shard shard, String slots) throws SQLException {
    try (Connection connection = shard.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('#', id, slot, customer, cents,"
                    + " version))), 0) FROM orders WHERE slot IN "
                    + slots)) {
      row.next();
      return row.getLong(1) + " rows, sum " + row.getLong(2);
    }
  }

  /** In chunks: one large delete would hold its locks for long. */
  private void clear(Shard shard, State state) throws SQLException {
    AtomicInteger deleted = new AtomicInteger();
    do {
      term.change(
          shard.database(),
          connection -> {
            try (Statement statement = connection.createStatement()) {
              deleted.set(
                  statement.executeUpdate(
                      "DELETE FROM orders WHERE slot IN " + state.in() + " LIMIT " + CHUNK));
            }
          });
    } while (deleted.get() > 0);
  }
}
