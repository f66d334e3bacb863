package scalebook.cloning;

import scalebook.book.testing.ChapterTests;

class Chapter1Test extends ChapterTests {
  Chapter1Test() {
    super(new Chapter1());
  }
}
