package scalebook.engines;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * How a dialect says what replication needs. Histories are numbered so that a position tells its
 * epoch: after a promotion the first write has a mark of its own, see {@link #beginEpoch}.
 */
public interface Replication {
  /** Longer than any lesson: a primary that waits for a replica never gives up waiting. */
  String NEVER_MILLIS = "1000000000";

  /** Options of a server that may be both: it starts read-only and follows nobody. */
  List<String> options();

  /** As a primary: an acknowledgement waits until a replica has received the write. */
  String waitForReplica(boolean on);

  /** Begin to follow; what is already here is not asked for again. */
  List<String> follow(String host, int port, String user, String password);

  /**
   * Nothing more comes in, and what came in is applied to its end, also where a restart came
   * between: it may have been acknowledged. Returns the position of all that came in; nothing where
   * nobody is followed.
   */
  Optional<Position> stopReceiving(Connection own) throws SQLException;

  /** Follow nobody, and forget whom. */
  List<String> stopFollowing();

  /** One row about what is followed, or none. */
  String following();

  /** Names of columns in {@link #following}. */
  record Columns(
      String receiving, String applying, String received, String ioError, String behind) {}

  Columns columns();

  /** The position of what is committed here. */
  String executed();

  /** The position of all that has come in; its parameter is the status row's word for it. */
  String received();

  /**
   * Writes of this server that another history does not have.
   *
   * @param split where the other history went another way
   * @param other the position of the other one
   */
  List<String> extra(Connection own, Position split, String other) throws SQLException;

  /**
   * After a read or a write, at a primary or a replica: positions of which the latest has all that
   * was seen or done.
   */
  String readPosition();

  /** Parameters: a position, seconds. 0 when it was reached. */
  String await();

  /** The session's next write begins the history of an epoch. */
  String beginEpoch(long epoch);

  /** Which epoch the newest write of a position belongs to, and its place. */
  Position parse(String text);

  /** Who has come so far has what either of them has. */
  default Position both(Position one, Position other) {
    return one.orLater(other);
  }

  /** Forget the own history: the data are a copy of another one's, as of this position. */
  List<String> restore(String position);

  /** Begins a transaction that sees a consistent snapshot, and tells its position. */
  String snapshot(Statement statement) throws SQLException;

  /** Writes in order of history: an epoch's come after those of every earlier one. */
  record Position(long epoch, long index, String text) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byEpoch = Long.compare(epoch, other.epoch);
      return byEpoch != 0 ? byEpoch : Long.compare(index, other.index);
    }

    public Position orLater(Position other) {
      return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public String toString() {
      return epoch + "/" + index;
    }
  }
}
