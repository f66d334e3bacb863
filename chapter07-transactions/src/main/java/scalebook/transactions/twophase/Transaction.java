package scalebook.transactions.twophase;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** Work in several databases that becomes true in all of them, or in none. For one thread. */
public final class Transaction implements AutoCloseable {
  private final Coordinator coordinator;
  private final String number;
  private final long deadline;
  private final List<Branch> branches = new ArrayList<>();
  private boolean over;

  /** The part of it that one database does. */
  static final class Branch {
    final XaResource resource;
    final XaResource.Link link;
    final TransactionId id;
    final boolean readOnly;
    boolean ended;
    boolean failed;

    Branch(XaResource resource, XaResource.Link link, TransactionId id, boolean readOnly) {
      this.resource = resource;
      this.link = link;
      this.id = id;
      this.readOnly = readOnly;
    }

    void end() throws XAException {
      ended = true;
      link.xa().end(id, XAResource.TMSUCCESS);
    }

    void prepare() throws XAException {
      link.xa().prepare(id);
    }

    void commit(boolean onePhase) throws XAException {
      link.xa().commit(id, onePhase);
    }

    /** A branch that cannot be told is rolled back by the end of its connection, if it can be. */
    void rollBack() {
      try {
        if (!ended) {
          end();
        }
      } catch (XAException deadlock) {
        // The server has rolled it back by itself, and wants to hear the same from us.
      }
      try {
        link.xa().rollback(id);
      } catch (XAException e) {
        failed = true;
      }
    }

    void begin() throws SQLException, XAException {
      if (readOnly) {
        link.connection().setReadOnly(true); // at the server, too: it must be before the start
      }
      link.xa().start(id, XAResource.TMNOFLAGS);
    }

    /** Its connection is used again unless something went wrong on it. */
    void release() {
      try {
        if (readOnly && !failed) {
          link.connection().setReadOnly(false);
        }
      } catch (SQLException e) {
        failed = true;
      }
      if (failed) {
        resource.drop(link);
      } else {
        resource.giveBack(link);
      }
    }
  }

  Transaction(Coordinator coordinator, String number, long deadline) {
    this.coordinator = coordinator;
    this.number = number;
    this.deadline = deadline;
  }

  String number() {
    return number;
  }

  List<Branch> branches() {
    return branches;
  }

  boolean late() {
    return System.nanoTime() - deadline > 0;
  }

  /** A connection whose changes belong to this transaction. */
  public Connection write(XaResource resource) throws SQLException {
    return enlist(resource, false);
  }

  /**
   * A connection that only reads: it has nothing to promise, and takes no part in the commit. The
   * server refuses whatever would change something.
   */
  public Connection read(XaResource resource) throws SQLException {
    return enlist(resource, true);
  }

  private Connection enlist(XaResource resource, boolean readOnly) throws SQLException {
    if (over) {
      throw new SQLException("the transaction is over");
    }
    for (Branch branch : branches) {
      if (branch.resource == resource) {
        if (branch.readOnly && !readOnly) {
          throw new SQLException(
              resource.name() + " only reads in this transaction: ask for write first");
        }
        return branch.link.connection();
      }
    }
    TransactionId id = coordinator.id(number, resource.name());
    Branch branch = new Branch(resource, resource.take(), id, readOnly);
    try {
      branch.begin();
    } catch (XAException | SQLException e) {
      resource.drop(branch.link);
      throw new SQLException("cannot begin at " + resource.name() + ": " + e.getMessage(), e);
    }
    branches.add(branch);
    return branch.link.connection();
  }

  /**
   * Returns when it is committed: at least decided, and that cannot be undone.
   *
   * @throws Aborted when nothing of it stays
   * @throws Unknown when that cannot be said yet
   */
  public void commit() throws Aborted, Unknown {
    if (over) {
      throw new IllegalStateException("the transaction is over");
    }
    over = true;
    coordinator.commit(this);
  }

  /** Without a {@link #commit} before it: a roll-back. */
  @Override
  public void close() {
    if (!over) {
      over = true;
      coordinator.rollBack(this);
    }
  }
}
