package scalebook.sessions.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import scalebook.engines.json.Json;
import scalebook.engines.process.Tasks;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.copies.Copy;
import scalebook.sessions.copies.Member;

/**
 * In every clone's memory: a change goes to the other clones, or to one buddy, before the visitor
 * has the answer.
 *
 * <p>With a buddy, a session lives at its home and at the next clone in the ring. A clone that does
 * not know it asks the others, becomes its new home, and they forget it.
 */
public final class ReplicatedSessions implements Sessions, Member.Listener {
  private static final int MOST = 100_000;
  private static final String COPIES = "copies";
  private static final String ALL = "all";
  private static final String FIND = "find";
  private static final String DROP = "drop";
  private static final String END_USER = "end";

  private final Settings settings;
  private final LongSupplier clockMillis;
  private final Member group;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("copies"));

  /** In the order of their last use. Guarded by this, like what is not yet sent. */
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<String> unsent = new LinkedHashSet<>();

  /**
   * How sessions are copied.
   *
   * @param buddy whether to one clone only, not to all
   * @param laterMillis 0: a save waits for its copies; otherwise they leave so much later
   * @param merges whether a copy is merged into what is there; otherwise it overwrites it
   * @param catchesUp whether a new clone asks for what the others have
   */
  public record Settings(
      long ttlMillis, boolean buddy, long laterMillis, boolean merges, boolean catchesUp) {
    public static Settings toAll(long ttlMillis) {
      return new Settings(ttlMillis, false, 0, true, true);
    }
  }

  private record Kept(Copy copy, long usedAt) {}

  /** Joins the group, and knows what it knows when it returns. */
  public ReplicatedSessions(
      Channel.Address channel,
      String groupName,
      String clone,
      Settings settings,
      LongSupplier clockMillis) {
    this.settings = settings;
    this.clockMillis = clockMillis;
    this.group = Member.join(channel, groupName, clone, this);
    if (settings.catchesUp && !settings.buddy) {
      catchUp();
    }
  }

  /** From the eldest; if that one dies, from the next. */
  private void catchUp() {
    while (!group.others().isEmpty()) {
      String eldest = group.others().get(0);
      String answer = group.ask(List.of(eldest), ALL, "").get(eldest);
      if (answer != null) {
        take(answer);
        return;
      }
    }
  }

  @Override
  public Session open(Optional<String> cookie) {
    Optional<String> id = cookie.filter(Ids::plausible);
    Optional<Copy> found = id.flatMap(this::live);
    if (found.isEmpty() && settings.buddy) {
      found = id.flatMap(this::moveHere);
    }
    return new Open(found.map(Copy::id), found.orElse(Copy.fresh("", "")));
  }

  @Override
  public synchronized OptionalLong held() {
    return OptionalLong.of(kept.values().stream().filter(k -> !k.copy.ended()).count());
  }

  private synchronized Optional<Copy> live(String id) {
    long now = clockMillis.getAsLong();
    Optional<Copy> live =
        Optional.ofNullable(kept.get(id))
            .filter(k -> !k.copy.ended() && now - k.usedAt <= settings.ttlMillis)
            .map(Kept::copy);
    live.ifPresent(this::put);
    return live;
  }

  private synchronized void put(Copy copy) {
    kept.put(copy.id(), new Kept(copy, clockMillis.getAsLong()));
    if (kept.size() > MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private synchronized void receive(Copy copy) {
    Kept mine = kept.get(copy.id());
    put(mine == null || !settings.merges ? copy : mine.copy.merged(copy));
  }

  private void take(String copies) {
    Arrays.stream(Json.read(copies, Copy[].class)).forEach(this::receive);
  }

  /** Its home is dead, or the visitor was sent elsewhere: now it lives here. */
  private Optional<Copy> moveHere(String id) {
    group.ask(group.others(), FIND, id).values().stream()
        .filter(answer -> !answer.isEmpty())
        .forEach(this::take);
    Optional<Copy> found = live(id);
    if (found.isPresent()) {
      spread(List.of(found.get()));
      List<String> others = new ArrayList<>(group.others());
      others.removeAll(group.next());
      group.tell(others, DROP, id);
    }
    return found;
  }

  private void spread(List<Copy> copies) {
    if (settings.laterMillis == 0) {
      group.ask(targets(), COPIES, Json.text(copies));
      return;
    }
    synchronized (this) {
      if (unsent.isEmpty()) {
        later.schedule(this::sendUnsent, settings.laterMillis, TimeUnit.MILLISECONDS);
      }
      copies.forEach(copy -> unsent.add(copy.id()));
    }
  }

  private synchronized void sendUnsent() {
    List<Copy> copies = unsent.stream().map(kept::get).map(Kept::copy).toList();
    unsent.clear();
    group.tell(targets(), COPIES, Json.text(copies));
  }

  private List<String> targets() {
    return settings.buddy ? group.next() : group.others();
  }

  @Override
  public String heard(String kind, String text) {
    switch (kind) {
      case COPIES -> take(text);
      case END_USER -> endAllOf(text);
      case DROP -> drop(text);
      case FIND -> {
        return live(text).map(copy -> Json.text(List.of(copy))).orElse("");
      }
      case ALL -> {
        return everything();
      }
      default -> throw new IllegalArgumentException("what is " + kind);
    }
    return "";
  }

  private synchronized void drop(String id) {
    kept.remove(id);
  }

  /** The ring has changed: another clone may be our buddy now. */
  @Override
  public void changed(Member member) {
    if (settings.buddy) {
      member.tell(member.next(), COPIES, everything());
    }
  }

  private synchronized String everything() {
    return Json.text(kept.values().stream().map(Kept::copy).toList());
  }

  private synchronized void endAllOf(String user) {
    kept.replaceAll((id, k) -> k.copy.user().equals(user) ? new Kept(k.copy.end(), k.usedAt) : k);
  }

  @Override
  public void close() {
    later.shutdownNow();
    group.close();
  }

  private final class Open extends Draft {
    private final Optional<String> id;

    private Open(Optional<String> id, Copy copy) {
      super(Optional.of(copy.user()).filter(user -> !user.isEmpty()), copy.totals());
      this.id = id;
    }

    @Override
    public Optional<String> save() throws Ended {
      List<Copy> changed = new ArrayList<>();
      synchronized (ReplicatedSessions.this) {
        Optional<Copy> current = id.flatMap(ReplicatedSessions.this::live);
        if (id.isPresent() && current.isEmpty()) {
          throw new Ended();
        }
        if (wish() == Wish.KEEP && current.isPresent()) {
          changed.add(current.get().plus(group.name(), added()));
        } else {
          current.ifPresent(before -> changed.add(before.end()));
          if (wish() == Wish.KEEP || wish() == Wish.LOG_IN) {
            changed.add(started(current));
          }
        }
        changed.forEach(ReplicatedSessions.this::put);
      }
      if (!added().isEmpty() || wish() != Wish.KEEP) {
        spread(changed);
      }
      return wish() == Wish.LOG_OUT || wish() == Wish.LOG_OUT_EVERYWHERE ? out() : kept(changed);
    }

    /** Under a new name, with what the visitor had collected. */
    private Copy started(Optional<Copy> before) {
      String user = user().orElse("");
      Map<String, Long> collected =
          before
              .filter(b -> b.user().isEmpty() || b.user().equals(user))
              .map(Copy::totals)
              .orElse(Map.of());
      return Copy.fresh(Ids.next(), user).plus(group.name(), collected).plus(group.name(), added());
    }

    private Optional<String> out() {
      if (wish() == Wish.LOG_OUT_EVERYWHERE && user().isPresent()) {
        endAllOf(user().get());
        group.ask(group.others(), END_USER, user().get());
      }
      return ended();
    }

    private Optional<String> kept(List<Copy> changed) {
      Copy now = changed.get(changed.size() - 1);
      become(Optional.of(now.user()).filter(user -> !user.isEmpty()), now.totals());
      return id.filter(now.id()::equals).isPresent() ? Optional.empty() : Optional.of(now.id());
    }
  }
}
