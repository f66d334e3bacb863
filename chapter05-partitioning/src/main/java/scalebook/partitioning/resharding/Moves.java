package scalebook.partitioning.resharding;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Directory;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/** What is to be moved and how far it has come, in the directory: a mover itself knows nothing. */
final class Moves {
  private static final String STEP = "UPDATE moves SET step = ? WHERE id = ?";
  private static final String OPEN =
      "SELECT id, source, target, slots, step, copied FROM moves WHERE step <> 'DONE' ORDER BY id";
  private static final String INSERT =
      "INSERT INTO moves SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, 'PLANNED', 0 FROM moves";

  private final Places places;

  /** When this process saw a move for the first time. */
  private final Map<Integer, Long> seen = new HashMap<>();

  Moves(Places places) {
    this.places = places;
  }

  /** Refused while another plan is not finished, and when the map is not the plan's any more. */
  void plan(MovePlan plan) throws SQLException {
    Term.alone(
        places.directory(),
        connection -> {
          if (next(connection).isPresent()) {
            throw new MovePlan.Refused("another plan is not finished: go on with that one");
          }
          plan.check(Directory.newest(connection));
          for (MovePlan.Move move : plan.moves()) {
            String slots = Slots.write(move.slots());
            Sql.change(connection, INSERT, move.source(), move.target(), slots);
          }
          return plan;
        });
  }

  /** The first one that is not done. */
  Optional<Moving> next() throws SQLException {
    return Sql.with(places.directory().database(), this::next);
  }

  private Optional<Moving> next(Connection connection) throws SQLException {
    List<Moving> open = Sql.query(connection, this::moving, OPEN);
    open.forEach(move -> seen.putIfAbsent(move.id(), System.nanoTime()));
    return open.stream().findFirst();
  }

  private Moving moving(ResultSet row) throws SQLException {
    return new Moving(
        row.getInt(1),
        places.shard(row.getInt(2)),
        places.shard(row.getInt(3)),
        Slots.read(row.getString(4)),
        Step.valueOf(row.getString(5)),
        row.getLong(6));
  }

  long seen(Moving move) {
    return seen.get(move.id());
  }

  void step(Term term, Moving move, Step to) throws SQLException {
    term.change(places.directory().database(), STEP, to.name(), move.id());
  }

  void copied(Term term, Moving move, long last) throws SQLException {
    String sql = "UPDATE moves SET copied = ? WHERE id = ?";
    term.change(places.directory().database(), sql, last, move.id());
  }

  /** The point of no return: the new map, and that this move made it, in one transaction. */
  void decide(Term term, Moving move, Runnable beforeItIsCommitted) throws SQLException {
    term.change(
        places.directory().database(),
        connection -> {
          ShardMap now = Directory.newest(connection);
          Directory.save(connection, now.moved(move.slots(), move.target().number()));
          Sql.change(connection, STEP, Step.SWITCHED.name(), move.id());
          beforeItIsCommitted.run();
          return now;
        });
  }
}
