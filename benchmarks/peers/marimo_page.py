import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import pandas as pd  # noqa: F401 - every peer's page imports it

    picked, pick = mo.state("pick")
    buttons = [
        mo.ui.button(label=f"choice {number}", on_click=lambda _, number=number: pick(f"choice {number} picked"))
        for number in range(4)
    ]
    mo.vstack([mo.md("# Lesson"), *buttons])
    return mo, picked


@app.cell
def _(mo, picked):
    mo.md(f"**{picked()}**")


if __name__ == "__main__":
    app.run()
