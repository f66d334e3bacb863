package scalebook.partitioning.resharding;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.store.Lease;
import scalebook.partitioning.store.Ownership;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;

/**
 * Moves slots from one shard to another while both are used. Its state is in the directory, so that
 * after it was killed anywhere another one goes on; every step can be done twice. One that only
 * seemed to be dead is refused when it wakes up.
 */
public final class Mover {
  private static final int MOST_ATTEMPTS = 20;
  private static final int FEW = 20;
  private static final int MOST_ROUNDS = 1_000;

  private final Places places;
  private final Moves moves;
  private final Crash crash;
  private final Set<Safeguard> safeguards;
  private Term term;
  private long brought;
  private long broughtUnderFence;

  public Mover(Places places, Crash crash) {
    this(places, crash, Safeguard.ALL);
  }

  public Mover(Places places, Crash crash, Set<Safeguard> safeguards) {
    this.places = places;
    this.moves = new Moves(places);
    this.crash = crash;
    this.safeguards = Set.copyOf(safeguards);
  }

  private boolean has(Safeguard safeguard) {
    return safeguards.contains(safeguard);
  }

  /** Rows that were brought to their targets so far. */
  public long brought() {
    return brought;
  }

  /** Of these, the ones that writers had to wait for. */
  public long broughtUnderFence() {
    return broughtUnderFence;
  }

  /** Writes down what is to be done. */
  public void plan(MovePlan plan) throws SQLException {
    moves.plan(plan);
  }

  /** Whether there is something to go on with. */
  public boolean unfinished() throws SQLException {
    return moves.next().isPresent();
  }

  /** Goes on with what was planned until all of it is done. */
  public void run() throws SQLException {
    untilDone(this::advance);
  }

  /** Back to where it was; only before the map has changed. */
  public void rollBack() throws SQLException {
    untilDone(this::undo);
  }

  /** What is done with a move, some or all of it. */
  @FunctionalInterface
  private interface Work {
    void on(Moving move) throws SQLException;
  }

  private void untilDone(Work work) throws SQLException {
    term = Term.next(places.directory(), has(Safeguard.TERM));
    int failures = 0;
    for (Optional<Moving> next = moves.next(); next.isPresent(); next = moves.next()) {
      Moving move = next.get();
      try {
        term.reach(move.source().database());
        term.reach(move.target().database());
        work.on(move);
      } catch (SQLException e) { // who was in another's way goes on as a successor would
        boolean again = Shard.inTheWay(e) || e instanceof Differs; // a second look
        if (!again || ++failures > MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void advance(Moving move) throws SQLException {
    crash.at("before-" + move.step());
    switch (move.step()) {
      case PLANNED -> prepare(move);
      case COPYING -> copy(move);
      case CATCHING_UP -> catchUp(move);
      case FENCED -> fence(move);
      case RELEASED -> release(move);
      case SWITCHED -> open(move);
      case DELETING -> tidy(move);
      case DONE -> throw new IllegalStateException(move + " is over");
    }
    crash.at("after-" + move.step());
  }

  private void prepare(Moving move) throws SQLException {
    notes(move).begin(has(Safeguard.NOTES));
    copier(move).clear(move.target());
    if (!has(Safeguard.COPY_FIRST)) {
      copier(move).mark(move.source(), Ownership.FENCED);
    }
    moves.step(term, move, Step.COPYING);
  }

  /** In chunks by id; how far it has come is on disk, so that a successor need not begin again. */
  private void copy(Moving move) throws SQLException {
    List<Long> ids = copier(move).after(move.copied());
    while (!ids.isEmpty()) {
      brought += ids.size();
      broughtUnderFence += has(Safeguard.COPY_FIRST) ? 0 : ids.size();
      copier(move).bring(ids);
      long last = ids.get(ids.size() - 1);
      crash.at("after-chunk");
      moves.copied(term, move, last);
      ids = copier(move).after(last);
    }
    moves.step(term, move, Step.CATCHING_UP);
  }

  private void catchUp(Moving move) throws SQLException {
    if (has(Safeguard.LEASE_WAIT)) {
      outliveLeases(move);
    }
    for (int round = 0; bringChanges(move) > FEW && round < MOST_ROUNDS; round++) {
      crash.at("between-catch-up-rounds");
    }
    moves.step(term, move, Step.FENCED);
  }

  private void fence(Moving move) throws SQLException {
    if (has(Safeguard.FENCE)) {
      copier(move).mark(move.source(), Ownership.FENCED);
    }
    crash.at("after-fence");
    for (int some = bringChanges(move); some > 0; some = bringChanges(move)) {
      broughtUnderFence += some;
      crash.at("between-last-changes");
    }
    if (has(Safeguard.CHECKSUM)) {
      copier(move).compare();
    }
    moves.step(term, move, Step.RELEASED);
  }

  private void release(Moving move) throws SQLException {
    copier(move).mark(move.source(), Ownership.RELEASED);
    crash.at("after-release");
    moves.decide(term, move, () -> crash.at("before-decision"));
  }

  private void open(Moving move) throws SQLException {
    copier(move).mark(move.target(), Ownership.OWNED);
    moves.step(term, move, Step.DELETING);
  }

  private void tidy(Moving move) throws SQLException {
    notes(move).end();
    copier(move).clear(move.source());
    moves.step(term, move, Step.DONE);
  }

  private void undo(Moving move) throws SQLException {
    if (move.step().compareTo(Step.SWITCHED) >= 0) {
      throw new SQLException("move " + move.id() + " is " + move.step() + ": it can only go on");
    }
    if (move.step().compareTo(Step.FENCED) >= 0) {
      copier(move).mark(move.source(), Ownership.OWNED);
    }
    notes(move).end();
    copier(move).clear(move.target());
    moves.step(term, move, Step.DONE);
  }

  private Copier copier(Moving move) {
    return new Copier(term, move);
  }

  private Notes notes(Moving move) {
    return new Notes(term, move);
  }

  /** Brings some of what has changed, and says how much that was. */
  private int bringChanges(Moving move) throws SQLException {
    List<Notes.Note> some = notes(move).some();
    if (!some.isEmpty()) {
      copier(move).bring(some.stream().map(Notes.Note::id).distinct().toList());
      crash.at("before-notes-are-forgotten");
      notes(move).forget(some);
      brought += some.size();
    }
    return some.size();
  }

  /** Until nobody has a lease from before the plan. All of a plan's moves wait at the same time. */
  private void outliveLeases(Moving move) throws SQLException {
    try {
      long over = moves.seen(move) + Lease.SURELY_OVER_NANOS;
      TimeUnit.NANOSECONDS.sleep(over - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while it waited for leases to end", e);
    }
  }
}
