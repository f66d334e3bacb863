package scalebook.replication.stage;

import scalebook.replication.versions.Choice;

/** What a node does that cannot ask the others. */
enum Mode {
  CP(Choice.CP, "two of three copies must answer, or the node refuses"),
  AP(Choice.AP, "any node answers with what it knows");

  private final Choice choice;
  private final String does;

  Mode(Choice choice, String does) {
    this.choice = choice;
    this.does = does;
  }

  Choice choice() {
    return choice;
  }

  String does() {
    return does;
  }
}
