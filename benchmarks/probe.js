// Runs in a page before anything of its own does, and acts as soon as there is something to act on. A browser's driver
// would look at the page from outside, check that a button stands still, and take longer than some of the pages do.
window.probe = (() => {
  const LOOK_EVERY = 10;
  const CLICK_EVERY = 100; // a page may show a button before it listens to it

  const all = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((el) => (el.shadowRoot ? all(selector, el.shadowRoot) : [])),
  ];

  const until = (find) =>
    new Promise((done) => {
      const look = () => {
        const found = find();
        if (found) done(found);
        else setTimeout(look, LOOK_EVERY);
      };
      look();
    });

  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));

  const card = () => document.querySelector(".mr");
  const player = () => document.querySelector(".mr-player");
  const confirmation = (piece) => piece.querySelector(".mr-confirm button:not([disabled])");

  return {
    /** On the small page: click a button until the page says that it was picked; milliseconds since the page was asked for. */
    async pick(number) {
      let clicked = -Infinity;
      await until(() => {
        const says = (el) => !el.childElementCount && el.tagName !== "SCRIPT" && el.textContent.includes(`choice ${number} picked`);
        if (all("*").some(says)) return true;
        const button = all("button").find((el) => el.textContent.includes(`choice ${number}`));
        if (button && performance.now() > clicked + CLICK_EVERY) {
          clicked = performance.now();
          button.click();
        }
        return false;
      });
      return painted();
    },

    /** In the lesson: answer the first guess, and wait for its reply; milliseconds since the page was asked for. */
    async guess() {
      (await until(() => card()?.querySelectorAll("input[type=radio]")[2])).click();
      (await until(() => confirmation(card()))).click();
      await until(() => card().dataset.screen === "after");
      return painted();
    },

    /** In the lesson: begin the case and make its first choice; milliseconds from confirming to the consequence. */
    async choose() {
      const begins = () => player()?.querySelectorAll(".mr-actions:not(.mr-confirm) .mr-button") ?? [];
      (await until(() => [...begins()].find((button) => button.checkVisibility()))).click();
      (await until(() => player().dataset.screen === "situation" && player().querySelector("input[type=radio]"))).click();
      const button = await until(() => confirmation(player()));
      const start = performance.now();
      button.click();
      await until(() => player().dataset.screen === "consequence");
      return (await painted()) - start;
    },
  };
})();
