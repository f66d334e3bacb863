package scalebook.replication.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import scalebook.engines.Replication;
import scalebook.engines.process.Tasks;
import scalebook.lab.fault.Crash;
import scalebook.replication.monitor.PromotionChooser.Candidate;
import scalebook.replication.node.Agent;
import scalebook.replication.node.Message;
import scalebook.replication.node.Quorum;

/**
 * Sees that there is a primary, and that the others follow it. Several may run: one of them has a
 * lease of its own. All it knows is at the keepers and at the nodes, so that another one can go on
 * in the middle of anything.
 */
public final class Monitor {
  private static final String LEASE = "monitor";
  private static final long LEASE_MILLIS = 2_000;
  private static final long LOOP_MILLIS = 60;

  /** So often in a row nobody must have the lease: a renewal may just be on its way. */
  private static final int SUSPICIONS = 2;

  private static final int ASK_MILLIS = 400;
  private static final long LATE_MILLIS = 100;
  private static final int PREPARE_MILLIS = 2_000;
  private static final int PROMOTE_MILLIS = 10_000;
  private static final int FOLLOW_MILLIS = 30_000;
  private static final int CATCH_UP_MILLIS = 1_500;

  private final String name;
  private final Map<String, Integer> nodes;
  private final Quorum quorum;
  private final Replication dialect;
  private final Crash crash;
  private final Consumer<String> log;
  private final ExecutorService asking = Executors.newCachedThreadPool(Tasks.daemons("monitor"));
  private final Map<String, Future<?>> following = new ConcurrentHashMap<>();
  private long epoch;
  private long untilNanos = System.nanoTime();
  private int suspicions;

  public Monitor(
      String name,
      Map<String, Integer> nodes,
      Quorum quorum,
      Replication dialect,
      Crash crash,
      Consumer<String> log) {
    this.name = name;
    this.nodes = nodes;
    this.quorum = quorum;
    this.dialect = dialect;
    this.crash = crash;
    this.log = log;
  }

  public void run() {
    while (true) {
      if (active()) {
        look();
      }
      LockSupport.parkNanos(LOOP_MILLIS * 1_000_000);
    }
  }

  /** One of several monitors works at a time; the others wait for the end of its lease. */
  private synchronized boolean active() {
    long left = untilNanos - System.nanoTime();
    if (left > LEASE_MILLIS * 1_000_000 / 2) {
      return true;
    }
    OptionalLong until;
    if (left > 0) {
      until = quorum.renew(LEASE, epoch, LEASE_MILLIS);
    } else {
      Optional<Quorum.Seen> seen = quorum.look(LEASE);
      if (seen.isEmpty() || !seen.get().over()) {
        return false;
      }
      epoch = seen.get().epoch() + 1;
      until = quorum.acquire(LEASE, epoch, LEASE_MILLIS);
      until.ifPresent(yes -> log.accept(name + " watches"));
    }
    untilNanos = until.orElse(System.nanoTime());
    return until.isPresent();
  }

  private synchronized void look() {
    Optional<Quorum.Seen> seen = quorum.look(Agent.LEASE);
    if (seen.isEmpty()) {
      return; // we hear no majority: nobody may act on our word
    }
    Quorum.Seen lease = seen.get();
    if (lease.valid()) {
      suspicions = 0;
      if (nodes.containsKey(lease.holder())) {
        reconcile(lease.holder(), lease.epoch());
      }
    } else if (lease.over() && ++suspicions >= SUSPICIONS) {
      if (lease.epoch() > 0) {
        change(lease.epoch() + 1, "");
      } else {
        begin();
      }
    }
  }

  /** The keepers know of no epoch yet, but the databases do. */
  private void begin() {
    List<Long> epochs =
        all("/status", new Message(), ASK_MILLIS).values().stream()
            .filter(status -> status.flag("up"))
            .map(status -> dialect.parse(status.get("executed")).epoch())
            .toList();
    if (epochs.size() > nodes.size() / 2) {
      change(Collections.max(epochs) + 1, "");
    }
  }

  /** Who does not follow the primary is told to. */
  private void reconcile(String primary, long primaryEpoch) {
    Map<String, Message> answers = all("/status", new Message(), ASK_MILLIS);
    Message holder = answers.get(primary);
    if (holder == null || !holder.get("role").equals(Agent.Role.PRIMARY.name())) {
      return;
    }
    answers.forEach(
        (node, status) -> {
          boolean follows =
              status.get("following").equals(primary)
                  && status.number("epoch") == primaryEpoch
                  && status.flag("applying")
                  && !status.flag("logIsGone")
                  && status.flag("readOnly");
          if (!node.equals(primary) && !follows && status.flag("up") && !status.flag("busy")) {
            follow(node, primary, primaryEpoch);
          }
        });
  }

  private void follow(String node, String primary, long primaryEpoch) {
    Future<?> before = following.get(node);
    if (before != null && !before.isDone()) {
      return;
    }
    Message order = new Message().with("epoch", primaryEpoch).with("primary", primary);
    following.put(
        node,
        asking.submit(
            () -> {
              try {
                Message how = order.ask(nodes.get(node), "/follow", FOLLOW_MILLIS);
                log.accept(node + " " + how.get("joined"));
              } catch (IOException e) {
                log.accept(node + " does not follow yet: " + e.getMessage());
              }
            }));
  }

  /** A new epoch: given by the keepers, begun at the nodes, and owned by the best of them. */
  private boolean change(long next, String preferred) {
    OptionalLong granted = quorum.acquire(Agent.LEASE, next, LEASE_MILLIS);
    if (granted.isEmpty()) {
      return false; // the last one is not over, or somebody was quicker
    }
    crash.at("after-acquire");
    Message order = new Message().with("epoch", next);
    List<Candidate> candidates = new ArrayList<>();
    all("/prepare", order, PREPARE_MILLIS)
        .forEach(
            (node, answer) ->
                candidates.add(
                    new Candidate(
                        node,
                        answer.flag("voter"),
                        dialect.parse(answer.get("received")),
                        dialect.parse(answer.get("executed")))));
    crash.at("after-prepare");
    Optional<Candidate> chosen = PromotionChooser.choose(candidates, nodes.size(), preferred);
    if (chosen.isEmpty()) {
      log.accept("epoch %d waits: only %s answered".formatted(next, candidates));
      quorum.release(Agent.LEASE, next);
      return false;
    }
    String winner = chosen.get().name();
    log.accept("epoch %d is %s's, of %s".formatted(next, winner, candidates));
    try {
      quorum.renew(Agent.LEASE, next, LEASE_MILLIS);
      order.ask(nodes.get(winner), "/promote", PROMOTE_MILLIS);
    } catch (IOException e) {
      log.accept("epoch %d did not begin: %s".formatted(next, e.getMessage()));
      return false; // whatever became of it: nobody else gets this epoch
    }
    crash.at("after-promote");
    candidates.stream()
        .map(Candidate::name)
        .filter(node -> !node.equals(winner))
        .forEach(node -> follow(node, winner, next));
    suspicions = 0;
    crash.at("after-follow");
    return true;
  }

  /** A planned change: writes are refused until the new primary has everything. */
  public synchronized String switchover(String to) throws IOException {
    Quorum.Seen lease =
        quorum.look(Agent.LEASE).orElseThrow(() -> new Message.Refused("no quorum"));
    String from = lease.holder();
    if (!active() || !lease.valid() || !nodes.containsKey(from)) {
      throw new Message.Refused(name + " cannot change a primary now");
    }
    if (!nodes.containsKey(to) || to.equals(from)) {
      throw new Message.Refused(to + " is the primary, or no node");
    }
    Message about = new Message().with("epoch", lease.epoch());
    Message all = about.ask(nodes.get(from), "/refuse", PREPARE_MILLIS);
    crash.at("after-refuse");
    Message wait = new Message().with("position", all.get("executed")).with("ms", CATCH_UP_MILLIS);
    if (!wait.ask(nodes.get(to), "/await", PREPARE_MILLIS).flag("there")) {
      throw new Message.Refused(to + " is too far behind"); // the primary accepts again by itself
    }
    active(); // for a while longer
    about.ask(nodes.get(from), "/hand-over", PREPARE_MILLIS);
    crash.at("after-hand-over");
    if (!change(lease.epoch() + 1, to)) {
      throw new Message.Refused("the change did not end; a new primary will be chosen");
    }
    return from + " gave way to " + to;
  }

  /** Those that answer, all asked at once. Once there is a majority the rest must be quick. */
  private Map<String, Message> all(String path, Message question, int millis) {
    Map<String, Future<Message>> asked = new LinkedHashMap<>();
    nodes.forEach(
        (node, port) -> asked.put(node, asking.submit(() -> question.ask(port, path, millis))));
    Map<String, Message> answers = new LinkedHashMap<>();
    long deadline = System.nanoTime() + 2L * millis * 1_000_000;
    while (!asked.isEmpty() && System.nanoTime() - deadline < 0) {
      asked
          .entrySet()
          .removeIf(
              one -> one.getValue().isDone() && answered(one.getKey(), one.getValue(), answers));
      if (answers.size() > nodes.size() / 2) {
        deadline = Math.min(deadline, System.nanoTime() + LATE_MILLIS * 1_000_000);
      }
      LockSupport.parkNanos(1_000_000);
    }
    return answers;
  }

  private static boolean answered(
      String node, Future<Message> answer, Map<String, Message> answers) {
    try {
      answers.put(node, answer.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException silent) {
      // Dead, cut off, busy or newer than we are: without it, then.
    }
    return true;
  }
}
