package scalebook.transactions.outbox;

import java.sql.SQLException;

/** Gives events their effect in one database; each may come more than once. */
public interface Receiver {
  Inbox.Receipt receive(Event event) throws SQLException;

  /** After too many attempts: a human must look at it. */
  void setAside(Event event, String why) throws SQLException;
}
