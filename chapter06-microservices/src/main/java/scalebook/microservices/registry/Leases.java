package scalebook.microservices.registry;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Who is there, as long as they say so: every entry is a lease that ends when it is not renewed.
 *
 * <p>Two traps lie on both sides. To keep whoever stops renewing keeps the dead; to drop everybody
 * who does empties the list when it is the network, or the registry itself, that is sick. So leases
 * end one by one, but when more than half of all would end within one lease's time, none does: so
 * many do not die together. That suspicion is bounded, too. And while we were not looking
 * ourselves, because our machine stood still, nobody's time passes.
 */
public final class Leases {
  /** How much longer a lease lives while most seem dead: then the registry itself may be sick. */
  private static final int PANIC_LEASES = 10;

  private final long leaseNanos;
  private final int mostGoodbyes;
  private final LongSupplier clock;
  private final Map<String, Lease> leases = new TreeMap<>();
  private final Set<String> goodbyes = new LinkedHashSet<>(); // the oldest first
  private final Map<String, List<Instance>> elsewhere = new TreeMap<>();
  private final Map<String, Long> indexes = new TreeMap<>();
  private long index = 1;
  private boolean panic;
  private long looked;
  private boolean lookedBefore;

  private long lastId;

  private static final class Lease {
    private Instance instance;
    private String process;
    private long id;
    private long renewed;
  }

  /** What becomes of a renewal or a goodbye. */
  public enum Standing {
    YOURS,
    UNKNOWN,
    SUCCEEDED
  }

  /** {@code afterId}: of any registry that was here before, no registration has a higher id. */
  public Leases(Timing timing, LongSupplier nanoClock, long afterId) {
    this.leaseNanos = timing.keepMillis() * 1_000_000;
    this.mostGoodbyes = timing.goodbyes();
    this.clock = nanoClock;
    this.lastId = afterId;
  }

  /** A service's instances, and a number that grows with every change of them. */
  public record Listing(long index, List<Instance> instances) {}

  /**
   * A new entry, or a new process for an old one. Returns the registration's id, which grows from
   * one process to the next: a fencing token. None for a process that was taken out and has not
   * noticed, however late it asks, and none for one whose successor is here.
   *
   * @param id what this process was given before; 0 when it is new
   */
  public synchronized OptionalLong register(Instance instance, String process, long id) {
    Lease lease = leases.get(instance.name());
    boolean again = lease != null && lease.process.equals(process);
    long before = id > lastId ? 0 : id; // a higher one was never given
    if (goodbyes.contains(process) || !again && standing(lease, before) != Standing.UNKNOWN) {
      return OptionalLong.empty();
    }
    if (lease == null) {
      lease = new Lease();
      leases.put(instance.name(), lease);
    }
    if (!again) {
      lease.id = before == 0 ? ++lastId : before;
    }
    lease.renewed = clock.getAsLong();
    lease.process = process;
    if (!instance.equals(lease.instance)) {
      lease.instance = instance;
      changed(instance.service());
    }
    return OptionalLong.of(lease.id);
  }

  private static Standing standing(Lease lease, long id) {
    if (lease == null || id == 0 || id > lease.id) {
      return Standing.UNKNOWN;
    }
    return id == lease.id ? Standing.YOURS : Standing.SUCCEEDED;
  }

  /** Of an unknown one nothing was renewed: it must register. */
  public synchronized Standing renew(String name, long id) {
    Lease lease = leases.get(name);
    Standing standing = standing(lease, id);
    if (standing == Standing.YOURS) {
      lease.renewed = clock.getAsLong();
    }
    return standing;
  }

  /** The registration under this name at this port; 0 when there is none. */
  public synchronized long idOf(String name, int port) {
    Lease lease = leases.get(name);
    return lease != null && lease.instance.port() == port ? lease.id : 0;
  }

  /** Leaves at once; returns who it was, if it was there. */
  public synchronized Optional<Instance> deregister(String name, long id) {
    Lease lease = leases.get(name);
    if (standing(lease, id) != Standing.YOURS) {
      return Optional.empty();
    }
    leases.remove(name);
    goodbyes.add(lease.process);
    if (goodbyes.size() > mostGoodbyes) {
      goodbyes.remove(goodbyes.iterator().next());
    }
    changed(lease.instance.service());
    return Optional.of(lease.instance);
  }

  /**
   * Ends leases that are over; to be called ten times in a lease. Returns the instances that it
   * dropped.
   */
  public synchronized List<Instance> expire() {
    long now = clock.getAsLong();
    long slept = now - looked - leaseNanos / 4;
    if (lookedBefore && slept > 0) {
      leases.values().forEach(lease -> lease.renewed = Math.min(now, lease.renewed + slept));
    }
    looked = now;
    lookedBefore = true;
    long late = leases.values().stream().filter(l -> now - l.renewed > leaseNanos).count();
    panic = late * 2 > leases.size() && leases.size() > 1;
    long bound = panic ? leaseNanos * PANIC_LEASES : leaseNanos;
    List<Instance> gone = new ArrayList<>();
    for (Iterator<Lease> each = leases.values().iterator(); each.hasNext(); ) {
      Lease lease = each.next();
      if (now - lease.renewed > bound) {
        each.remove();
        gone.add(lease.instance);
        changed(lease.instance.service());
      }
    }
    return gone;
  }

  /** So many are late that none is dropped. */
  public synchronized boolean panics() {
    return panic;
  }

  /** What another registry lists by itself. */
  public synchronized void heard(String service, List<Instance> instances) {
    if (!instances.equals(elsewhere.put(service, instances))) {
      changed(service); // and only then, or two registries would never be quiet
    }
  }

  /** Those that registered here, and those of another registry. */
  public synchronized Listing list(String service) {
    Listing own = own(service);
    Stream<Instance> others =
        elsewhere.getOrDefault(service, List.of()).stream()
            .filter(one -> !leases.containsKey(one.name()));
    return new Listing(own.index, Stream.concat(own.instances.stream(), others).toList());
  }

  public synchronized Listing own(String service) {
    return new Listing(
        indexes.getOrDefault(service, 0L),
        leases.values().stream()
            .map(lease -> lease.instance)
            .filter(instance -> instance.service().equals(service))
            .toList());
  }

  /** All services and their instances. */
  public synchronized Map<String, List<Instance>> all() {
    Map<String, List<Instance>> all = new LinkedHashMap<>();
    for (Lease lease : leases.values()) {
      all.computeIfAbsent(lease.instance.service(), unused -> new ArrayList<>())
          .add(lease.instance);
    }
    return all;
  }

  /** Waits until the service's number is above this one, at most so long; returns what is there. */
  public synchronized Listing await(String service, long known, long millis)
      throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; indexes.getOrDefault(service, 0L) <= known && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return list(service);
  }

  private void changed(String service) {
    indexes.put(service, ++index);
    notifyAll();
  }
}
