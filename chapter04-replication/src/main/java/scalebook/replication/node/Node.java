package scalebook.replication.node;

import java.io.IOException;
import scalebook.engines.Replication.Position;
import scalebook.replication.database.Condition;
import scalebook.replication.lease.Within;

/** What a monitor may ask of a node. An order with an old epoch is {@linkplain Refused refused}. */
public interface Node {
  /** The name of the lease that makes a node the primary. */
  String LEASE = "primary";

  /** What a node is now. */
  enum Role {
    NONE,
    REPLICA,
    CANDIDATE,
    PRIMARY
  }

  /**
   * What a node says of itself.
   *
   * @param leftMillis how long its gate is still open
   * @param lagMillis the age of its heartbeat, or -1
   * @param busy with an order
   */
  record Status(
      String name,
      boolean up,
      boolean busy,
      Role role,
      long epoch,
      long leftMillis,
      long lagMillis,
      String following,
      String joined,
      Condition database) {
    /** Whether it takes writes. */
    public boolean leads() {
      return role == Role.PRIMARY && leftMillis > 0;
    }
  }

  @Within(millis = 400)
  Status status() throws IOException;

  /** An epoch begins: no more from the last one. What has come in so far? */
  @Within(millis = 2_000)
  Condition prepare(long epoch) throws IOException;

  /** The lease first, then everything that came in, and only then the first write. */
  @Within(millis = 10_000)
  void promote(long epoch) throws IOException;

  /** Says how it came to follow. */
  @Within(millis = 30_000)
  String follow(long epoch, String primary) throws IOException;

  /** A planned change begins: writes are refused, and nothing else changes. Says what it has. */
  @Within(millis = 2_000)
  Position refuse(long epoch) throws IOException;

  /** Whether it has applied all up to there, after some time at most. */
  @Within(millis = 2_000)
  boolean await(Position position, long millis) throws IOException;

  /** Gives the lease back. */
  @Within(millis = 2_000)
  void handOver(long epoch) throws IOException;
}
