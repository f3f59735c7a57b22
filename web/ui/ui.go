// Package ui is the parts that pages are built from: the frame, tiles, tables, forms and lists. It knows no domain:
// give it words and numbers. Charts are in its package chart.
//
// Cheat sheet, in the order of a page:
//
//	@ui.Page(ui.PageProps{Title, Subtitle, Org, Base, Nav, Phone, User, Theme, Actions, Flash}) { … }
//	@ui.AuthPage(ui.AuthProps{Title: "Sign in"}) { … }
//	@ui.FilterBar(ui.FilterProps{Action: "/o/x/pipeline", Label: "Filter"}) { @ui.Select(…) @ui.FilterSearch("q", "Find", q) }
//	@ui.Tiles() { @ui.Tile(ui.TileProps{Label, Value, Exact, Change, Tone, Spark, Bar, Sub, Href, Define}) }
//	@ui.Grid2() { … }  @ui.Grid3() { … }  @ui.GridMain() { wide, narrow }  @ui.Stack() { … }  @ui.Row() { … }
//	@ui.Card(ui.CardProps{Title, Actions, Foot, Flush}) { … }
//	@ui.Table(ui.TableProps{Caption, Pinned, Tall, Rows}) {
//	    @ui.Head(ui.Column{Label: "Rep"}, ui.Column{Label: "Quota", Num: true, Sort: href, Order: "descending"})
//	    <tbody><tr> @ui.RowHead(href, "Amelia Novak", "West") @ui.Num("$520K", "$520,000.00", href) @ui.Cell() { … } </tr></tbody>
//	    <tfoot><tr> … </tr></tfoot>
//	}
//	@ui.List([]ui.Item{…})  @ui.Timeline([]ui.Event{…})  @ui.KeyValue([]ui.Pair{…})  @ui.MetricList([]ui.Pair{…})
//	@ui.Field(ui.FieldProps{Label, Name, Hint, Error})  @ui.Select(ui.SelectProps{…})  @ui.Check(ui.CheckProps{…})
//	@ui.Button(ui.ButtonProps{Look: ui.Primary, Icon: "plus"}) { Add }  @ui.LinkButton(ui.LinkProps{Href, Icon: "download"}) { Export }
//	@ui.Badge(ui.Good, "+9.2 %")  @ui.Chip("clock", "14 days", href)  @ui.Dot(ui.Bad)  @ui.Avatar(name)
//	@ui.Icon("house")
//	@ui.Empty(ui.EmptyProps{Title, Why, Action})  @ui.Alert(ui.Info) { … }  @ui.Pager(ui.PagerProps{Prev, Next, Note})
//	@ui.Segmented("View", []ui.Tab{…})  @ui.Tabs("Settings", []ui.Tab{…})
//	@ui.Pace(ui.PaceProps{Arc, Value, Of, Badge})  @ui.Progress(ui.Bar{…})  @ui.ProgressCell(ui.Bar{…}, "81 %")
//	@chart.Line, Stacked, Bars, Ranges, Waterfall, HeatMap, CohortTriangle, Scatter, Reliability, Arc, Sparkline
//
// Words: Compact, Exact, Whole, CompactAxis, Percent, Share, Points, Times, Days, Signed, Count, Plural, Date, Day,
// Stamp.
//
// In the markup: data-rows on a table lets j and k walk; data-filter on a field lets "/" find it; data-autosubmit on a
// form sends it on a change; data-confirm on a form or its button asks first; a form with data-ticks waits until
// a row is ticked; data-dialog="id" opens a <dialog class="sheet">, data-close closes it; details data-menu
// closes by Escape; data-check-all on a box ticks its table;
// class without-js is for what a script makes needless, and with-js for what is nothing without one.
package ui
