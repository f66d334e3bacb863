package scalebook.replication.lease;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * An epoch is given away once and never again, also by a keeper that was restarted: the number is
 * on its disk. How long a lease still lasts is not, so a keeper that comes back takes it for a
 * fresh one.
 */
public final class DiskKeeper implements Keeper {
  private final Path folder;
  private final long restartMillis;
  private final LongSupplier nanoClock;
  private final Map<String, Lease> leases = new HashMap<>();

  /**
   * @param returned by its holder: a renewal that was on its way then comes too late
   */
  private record Lease(long epoch, String holder, long untilNanos, boolean returned) {}

  /**
   * @param restartMillis no lease is longer than this
   */
  public DiskKeeper(Path folder, long restartMillis, LongSupplier nanoClock) {
    this.folder = folder;
    this.restartMillis = restartMillis;
    this.nanoClock = nanoClock;
  }

  private Lease lease(String name) {
    return leases.computeIfAbsent(name, this::read);
  }

  private DurableFile file(String name) {
    return new DurableFile(folder.resolve(name + ".lease"));
  }

  private Lease read(String name) {
    long now = nanoClock.getAsLong();
    return file(name)
        .read()
        .map(text -> text.split(" "))
        .map(w -> new Lease(Long.parseLong(w[0]), w[1], now + restartMillis * 1_000_000, false))
        .orElse(new Lease(0, "nobody", now, false));
  }

  private boolean over(Lease lease) {
    return nanoClock.getAsLong() - lease.untilNanos >= 0;
  }

  @Override
  public synchronized boolean acquire(String name, long epoch, String holder, long ttlMillis) {
    Lease now = lease(name);
    return epoch > now.epoch && over(now) && grant(name, now, epoch, holder, ttlMillis);
  }

  @Override
  public synchronized boolean renew(String name, long epoch, String holder, long ttlMillis) {
    Lease now = lease(name);
    boolean same = epoch == now.epoch && !now.returned;
    return (same || epoch > now.epoch && over(now)) && grant(name, now, epoch, holder, ttlMillis);
  }

  private boolean grant(String name, Lease before, long epoch, String holder, long ttlMillis) {
    if (ttlMillis > restartMillis) {
      throw new IllegalArgumentException("a lease lasts at most " + restartMillis + " ms");
    }
    if (epoch != before.epoch || !holder.equals(before.holder)) {
      file(name).write(epoch + " " + holder); // before anybody hears of it
    }
    long until = nanoClock.getAsLong() + ttlMillis * 1_000_000;
    leases.put(name, new Lease(epoch, holder, until, false));
    return true;
  }

  @Override
  public synchronized void release(String name, long epoch, String holder) {
    Lease now = lease(name);
    if (now.epoch == epoch && now.holder.equals(holder)) {
      leases.put(name, new Lease(epoch, holder, nanoClock.getAsLong(), true));
    }
  }

  @Override
  public synchronized State look(String name) {
    Lease now = lease(name);
    long left = Math.max(0, now.untilNanos - nanoClock.getAsLong());
    return new State(now.epoch, now.holder, left / 1_000_000);
  }
}
