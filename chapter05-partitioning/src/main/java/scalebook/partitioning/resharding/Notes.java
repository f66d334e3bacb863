package scalebook.partitioning.resharding;

import java.sql.SQLException;
import java.util.List;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Slots;

/**
 * What changed at the source while its rows were copied: a shard notes the id of every row that it
 * changes in a noted slot, in the same transaction.
 */
final class Notes {
  private static final int MOST = 500;

  private final Term term;
  private final Moving move;

  /** In the order in which they were numbered. */
  record Note(long number, long id) {}

  Notes(Term term, Moving move) {
    this.term = term;
    this.move = move;
  }

  /** From now on; what an earlier attempt has left is forgotten. */
  void begin(boolean noting) throws SQLException {
    forgetAll();
    note(noting ? "TRUE" : "FALSE");
  }

  void end() throws SQLException {
    note("FALSE");
    forgetAll();
  }

  /** Waits for the writers that hold the slots, for a bounded time. */
  private void note(String noted) throws SQLException {
    String sql = "UPDATE slots SET noted = " + noted + " WHERE slot " + move.in();
    term.change(move.source().database(), sql);
  }

  private void forgetAll() throws SQLException {
    term.change(move.source().database(), "DELETE FROM changes WHERE TRUE");
  }

  List<Note> some() throws SQLException {
    String sql = "SELECT seq, id FROM changes ORDER BY seq LIMIT " + MOST;
    return Sql.with(
        move.source().database(),
        source -> Sql.query(source, row -> new Note(row.getLong(1), row.getLong(2)), sql));
  }

  /** Exactly these: a note with a lower number may be committed later. */
  void forget(List<Note> seen) throws SQLException {
    String numbers = Slots.write(seen.stream().map(Note::number).toList());
    term.change(move.source().database(), "DELETE FROM changes WHERE seq IN (" + numbers + ")");
  }
}
