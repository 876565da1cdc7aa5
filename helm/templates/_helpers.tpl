{{- /* What selects the pods of a component; never changes in the life of a release. */ -}}
{{- define "gantry.selector" -}}
app.kubernetes.io/name: gantry
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "gantry.labels" -}}
{{ include "gantry.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* The name of a component's objects: a name of Kubernetes has at most 63 characters. */ -}}
{{- define "gantry.name" -}}
{{- printf "%s-%s" (.root.Release.Name | trunc 45 | trimSuffix "-") .component -}}
{{- end -}}

{{- define "gantry.databaseUrl" -}}
{{- if .Values.database.bundled.enabled -}}
jdbc:postgresql://{{ include "gantry.name" (dict "root" . "component" "postgres") }}:5432/gantry
{{- else -}}
{{ .Values.database.url }}
{{- end -}}
{{- end -}}

{{- /* A container that may do nothing beyond its own user's rights and writes only where a volume is. */ -}}
{{- define "gantry.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}
