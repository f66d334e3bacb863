package scalebook.partitioning.resharding;

import java.util.Locale;

/** How far a move has come. Each is on disk before the next one begins. */
public enum Step {
  /** Nothing has happened. */
  PLANNED,
  /** Changes are being written down at the source; rows are copied. */
  COPYING,
  /** All is copied; older leases run out, and changes are brought along until few are left. */
  CATCHING_UP,
  /** No writes to these slots; the last changes are brought along, and both sides compared. */
  FENCED,
  /** Nobody answers for these slots: until the map says who. */
  RELEASED,
  /** The map says that the target owns them. There is no way back. */
  SWITCHED,
  /** The target answers; the source's rows can go. */
  DELETING,
  /** Over. */
  DONE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
