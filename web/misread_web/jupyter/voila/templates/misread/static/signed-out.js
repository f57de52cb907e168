// @ts-check
// Tell the lessons in other tabs that somebody has signed out in this browser, so that they reload.
new BroadcastChannel("misread").postMessage("signed out");
