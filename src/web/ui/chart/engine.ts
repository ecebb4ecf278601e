import { BarChart, BoxplotChart, CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ParallelComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, registerTheme, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { echartsTheme } from "./theme.ts";

use([
  LineChart,
  BarChart,
  ScatterChart,
  HeatmapChart,
  BoxplotChart,
  CustomChart,
  ParallelChart,
  ParallelComponent,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  MarkLineComponent,
  MarkAreaComponent,
  VisualMapComponent,
  DatasetComponent,
  AriaComponent,
  CanvasRenderer,
  SVGRenderer,
]);
registerTheme("lumina-dark", echartsTheme("dark"));
registerTheme("lumina-light", echartsTheme("light"));

export { init };
