package scalebook.lab.story;

/** Somebody who listens to a story while it is told. */
public interface Sink {
  void tell(Entry entry);
}
