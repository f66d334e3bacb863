package scalebook.replication.stage.versus;

import java.sql.SQLException;
import java.util.Set;

/** Three databases that survive the loss of one, each in its way. */
interface Group extends AutoCloseable {
  /** Returns once it is acknowledged. */
  void write(long id) throws SQLException;

  /** The machine that takes the writes is gone. */
  void kill();

  /** All writes that are there, where clients find them now. */
  Set<Long> written() throws SQLException;

  @Override
  void close();
}
