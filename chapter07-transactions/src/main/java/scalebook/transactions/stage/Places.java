package scalebook.transactions.stage;

import java.util.List;

/** Where an experiment lets a program die: everywhere, or, when there is little time, at a few. */
public record Places(List<String> all, List<String> few) {
  public static final Places OF_TWO_PHASE_COMMIT =
      new Places(
          List.of(
              "after-work#5",
              "after-a-prepare#5",
              "after-prepare#5",
              "after-decision#5",
              "after-a-commit#5",
              "after-commit#5",
              "after-prepare#3",
              "after-a-recovered-branch"),
          List.of("after-prepare#5", "after-decision#5"));

  public static final Places OF_A_SAGA =
      new Places(
          List.of(
              "after-pay#5",
              "after-intent#5",
              "after-reserve#5",
              "after-ship#5",
              "before-undo-ship",
              "after-undo-reserve"),
          List.of("after-reserve#5", "after-undo-reserve"));

  /** Those of a saga; in the place of the written intent, the event that is published. */
  public static final Places OF_A_CHOREOGRAPHY =
      new Places(
          List.of(
              "after-pay#5",
              "after-publish#9",
              "after-reserve#5",
              "after-ship#5",
              "before-undo-reserve",
              "after-undo-reserve"),
          List.of("after-pay#5", "after-reserve#5"));

  public List<String> halts(boolean quick) {
    return quick ? few : all;
  }
}
