import {
  CalendarDays,
  File,
  FileArchive,
  FileCode,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideoCamera,
  FileWarning,
  type LucideIcon,
  Presentation,
} from 'lucide-preact';
import type { FileKind } from '../fileKind.ts';

const ICONS: Readonly<Record<FileKind, LucideIcon>> = {
  image: FileImage,
  pdf: FileText,
  text: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  sound: FileMusic,
  film: FileVideoCamera,
  archive: FileArchive,
  date: CalendarDays,
  page: FileCode,
  program: FileWarning,
  other: File,
};

export function FileIcon({ kind }: { readonly kind: FileKind }) {
  const Icon = ICONS[kind];
  return <Icon aria-hidden="true" class={`file-icon file-icon--${kind}`} />;
}
