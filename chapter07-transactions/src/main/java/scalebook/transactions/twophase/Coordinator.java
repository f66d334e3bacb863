package scalebook.transactions.twophase;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.XAException;
import scalebook.engines.process.Tasks;
import scalebook.transactions.shop.Progress;

/**
 * Two-phase commit with presumed abort.
 *
 * <ol>
 *   <li>All databases prepare: each promises on its disk that it can do either.
 *   <li>The decision is forced to our log. That is the moment of the commit.
 *   <li>All databases commit. Who does not answer is told again by {@link Recovery}, for ever.
 * </ol>
 */
public final class Coordinator implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final String name;
  private final DecisionLog log;
  private final Progress progress;
  private final String start = Long.toString(new SecureRandom().nextLong() >>> 1, 36);
  private final AtomicLong next = new AtomicLong();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService phases = Tasks.executor();
  private final Recovery recovery;

  /** Recovers what an earlier one of this name left, as far as databases answer. */
  public Coordinator(String name, DecisionLog log, List<XaResource> resources, Progress progress) {
    this(Recovery.Ends.OWN, name, log, resources, progress);
  }

  Coordinator(
      Recovery.Ends ends,
      String name,
      DecisionLog log,
      List<XaResource> resources,
      Progress progress) {
    this.name = name;
    this.log = log;
    this.progress = progress;
    this.recovery = new Recovery(ends, name, log, resources, running, progress);
    recovery.start();
  }

  public Recovery recovery() {
    return recovery;
  }

  TransactionId id(String number, String resource) {
    return new TransactionId(name, number, resource);
  }

  public Transaction begin() {
    return begin(LIMIT);
  }

  /** It is rolled back when it is not decided after this time. */
  public Transaction begin(Duration limit) {
    if (!log.usable()) {
      throw new IllegalStateException("the decision log is broken: nothing can be decided");
    }
    String number = start + "-" + next.incrementAndGet(); // no two, also after a restart
    running.add(number);
    return new Transaction(this, number, System.nanoTime() + limit.toNanos());
  }

  void commit(Transaction transaction) throws Aborted, Unknown {
    List<Transaction.Branch> writers = new ArrayList<>();
    try {
      prepare(transaction, writers);
      decide(transaction, writers);
      secondPhase(transaction, writers);
    } finally {
      // Not before the decision is in the log: a recovery looks here first, and there second.
      running.remove(transaction.number());
      transaction.branches().forEach(Transaction.Branch::release);
    }
  }

  private void prepare(Transaction transaction, List<Transaction.Branch> writers) throws Aborted {
    progress.at("after-work");
    try {
      for (Transaction.Branch branch : transaction.branches()) {
        branch.end();
        if (branch.readOnly) {
          branch.rollBack(); // it promises nothing and holds nothing
        } else {
          writers.add(branch);
        }
      }
      if (transaction.late()) {
        throw new XAException(XAException.XA_RBTIMEOUT);
      }
      progress.at("before-prepare");
      if (writers.size() > 1) {
        inParallel(
            writers,
            branch -> {
              branch.prepare();
              progress.at("after-a-prepare");
            });
        progress.at("after-prepare");
        if (transaction.late()) {
          throw new XAException(XAException.XA_RBTIMEOUT);
        }
      }
    } catch (XAException | RuntimeException no) {
      transaction.branches().forEach(Coordinator::rollBackWhatIsOpen);
      throw new Aborted("rolled back: " + no.getMessage(), no);
    }
  }

  private static void rollBackWhatIsOpen(Transaction.Branch branch) {
    if (!branch.readOnly || !branch.ended) {
      branch.rollBack();
    }
  }

  private void decide(Transaction transaction, List<Transaction.Branch> writers) throws Unknown {
    if (writers.size() < 2) {
      return; // one database decides for itself
    }
    try {
      log.decided(
          transaction.number(), writers.stream().map(branch -> branch.resource.name()).toList());
    } catch (IOException | RuntimeException e) {
      // Perhaps it is on disk: nobody may roll back. Recovery stops, too, until a restart.
      writers.forEach(branch -> branch.failed = true);
      throw new Unknown("the decision may be written", e);
    }
    progress.at("after-decision");
  }

  private void secondPhase(Transaction transaction, List<Transaction.Branch> writers)
      throws Aborted, Unknown {
    if (writers.size() == 1) {
      onePhase(writers.get(0));
      progress.at("after-a-commit");
      return;
    }
    if (writers.isEmpty()) {
      return;
    }
    try {
      inParallel(
          writers,
          branch -> {
            branch.commit(false);
            progress.at("after-a-commit");
          });
      progress.at("after-commit");
      log.done(transaction.number());
      progress.at("after-done");
    } catch (XAException | IOException | RuntimeException later) {
      // It is committed anyway: recovery tells the databases that did not hear it.
      recovery.soon();
    }
  }

  private static void onePhase(Transaction.Branch only) throws Aborted, Unknown {
    try {
      only.commit(true);
    } catch (XAException e) {
      if (e.errorCode >= XAException.XA_RBBASE && e.errorCode <= XAException.XA_RBEND) {
        throw new Aborted("rolled back: " + e.getMessage(), e);
      }
      only.failed = true;
      throw new Unknown(only.resource.name() + " did not say whether it has committed", e);
    }
  }

  /** What is done with each branch at the same time. */
  @FunctionalInterface
  private interface Phase {
    void with(Transaction.Branch branch) throws XAException;
  }

  /** Waits for all, also when one fails: nobody else may use their connections meanwhile. */
  private void inParallel(List<Transaction.Branch> branches, Phase phase) throws XAException {
    List<CompletableFuture<Optional<XAException>>> others =
        branches.stream()
            .skip(1)
            .map(branch -> CompletableFuture.supplyAsync(() -> one(branch, phase), phases))
            .toList();
    List<XAException> failures = new ArrayList<>(one(branches.get(0), phase).stream().toList());
    // Each wait is bounded by the connection's own time limit; an interrupt comes after it.
    others.forEach(other -> other.join().ifPresent(failures::add));
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  /** Whatever goes wrong with it, its connection is not used again. */
  private static Optional<XAException> one(Transaction.Branch branch, Phase phase) {
    try {
      phase.with(branch);
      return Optional.empty();
    } catch (XAException e) {
      branch.failed = true;
      return Optional.of(e);
    } catch (RuntimeException e) {
      branch.failed = true;
      XAException failure = new XAException(XAException.XAER_RMERR);
      failure.initCause(e);
      return Optional.of(failure);
    }
  }

  void rollBack(Transaction transaction) {
    transaction.branches().forEach(Transaction.Branch::rollBack);
    running.remove(transaction.number());
    transaction.branches().forEach(Transaction.Branch::release);
  }

  @Override
  public void close() {
    recovery.close();
    phases.shutdown();
  }
}
